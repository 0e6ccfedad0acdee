// The designer of the widget's looks, in German.

import type { Catalogue } from "../../../../chat/client/t.ts";

export const designer: Catalogue = {
  "It does not show there.": "Dort erscheint es nicht.",
  "It shows there.": "Dort erscheint es.",
  "No launcher here. The chat still opens by your own elements and by its page.":
    "Hier kein Knopf. Der Chat öffnet sich weiter über Ihre eigenen Elemente und über seine Seite.",
};
