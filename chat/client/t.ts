// Words in the reader's language. The English sentence is the key: `t("Write a message")`, `tn("1 message", "{n} messages", n)`.

export type Plurals = Partial<Record<Intl.LDMLPluralRule, string>>;

/** English → translation; for `tn`, the English plural → one sentence a plural category. */
export type Catalogue = Readonly<Record<string, string | Plurals>>;

export type Values = Readonly<Record<string, string | number>>;

const RIGHT_TO_LEFT = /^(ar|he|fa|ur|yi|ps|sd|ug|dv)\b/i;

let present!: { locale: string; catalogue: Catalogue; own: Catalogue; plural?: Intl.PluralRules };
speak("en");

/** From now on words come from this catalogue; a missing one falls back to English. What is `own` comes before all others. */
export function speak(locale: string, catalogue: Catalogue = {}, own: Catalogue = {}): void {
  present = { locale, catalogue, own };
}

function find(sentence: string): string | Plurals | undefined {
  const { own, catalogue } = present;
  return own[sentence] ?? catalogue[sentence] ?? catalogue[shortOf(sentence)];
}

/** What stands for a sentence in the widget's built catalogues: all of the English in each would weigh as much as the translation. */
export function shortOf(sentence: string): string {
  let sum = 0;
  for (const letter of sentence) sum = (sum * 31 + letter.charCodeAt(0)) % 1679609;
  return sum.toString(36);
}

/** More words of the same language: of something that is loaded when it is needed. */
export function learn(more: Catalogue): void {
  present.catalogue = Object.assign(Object.create(present.catalogue), more);
}

/** The present locale, for dates and numbers. */
export const locale = (): string => present.locale;

export function t(sentence: string, values: Values = {}): string {
  const found = find(sentence);
  return fill(typeof found === "string" ? found : sentence, values);
}

/** A sentence with a count: `{n}` is the number in the reader's digits. */
export function tn(one: string, many: string, n: number, values: Values = {}): string {
  const found = find(many);
  // Made when something is counted: it takes a slow phone longer than the rest of a page's first words.
  const plural = (present.plural ??= new Intl.PluralRules(present.locale));
  const forms = typeof found === "object" ? found : { one: found ?? one, other: found ?? many };
  const sentence = forms[plural.select(n)] ?? forms.other ?? many;
  return fill(sentence, { n: new Intl.NumberFormat(present.locale).format(n), ...values });
}

function fill(sentence: string, values: Values): string {
  // A foreign name must not turn the sentence around it: U+2068 and U+2069 isolate it, as <bdi> does.
  const [before, after] = directionOf(present.locale) === "rtl" ? ["\u2068", "\u2069"] : ["", ""];
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => (name in values ? before + values[name] + after : hole));
}

/** The first wanted locale that is available, exactly or by its language; else the first available. */
export function negotiate(wanted: readonly string[], available: readonly string[]): string {
  const languageOf = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0] ?? "";
  for (const tag of wanted) {
    const exact = available.find((one) => one.toLowerCase() === tag.toLowerCase().replace("_", "-"));
    const near = exact ?? available.find((one) => languageOf(one) === languageOf(tag));
    if (near) return near;
  }
  return available[0] ?? "en";
}

export function directionOf(tag: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.test(tag) ? "rtl" : "ltr";
}
