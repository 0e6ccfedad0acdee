// The panel's words in German, a file for each part of it.

import type { Catalogue } from "../../../chat/client/t.ts";
import { designer } from "./de/designer.ts";
import { desk } from "./de/desk.ts";
import { elsewhere } from "./de/elsewhere.ts";
import { files } from "./de/files.ts";
import { general } from "./de/general.ts";
import { help } from "./de/help.ts";
import { inbox } from "./de/inbox.ts";
import { mail } from "./de/mail.ts";
import { notices } from "./de/notices.ts";
import { onboarding } from "./de/onboarding.ts";
import { page } from "./de/page.ts";
import { reports } from "./de/reports.ts";
import { visitors } from "./de/visitors.ts";
import { work } from "./de/work.ts";

export const words: Catalogue = { ...designer, ...desk, ...elsewhere, ...files, ...general, ...help, ...inbox, ...mail, ...notices, ...onboarding, ...page, ...reports, ...visitors, ...work };
