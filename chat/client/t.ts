// Words in the reader's language. The English sentence is the key: `t("Write a message")`, `tn("1 message", "{n} messages", n)`.

export type Plurals = Partial<Record<Intl.LDMLPluralRule, string>>;

/** English → translation; for `tn`, the English plural → one sentence a plural category. */
export type Catalogue = Readonly<Record<string, string | Plurals>>;

export type Values = Readonly<Record<string, string | number>>;

const RIGHT_TO_LEFT = new Set(["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv"]);

let present: { locale: string; catalogue: Catalogue; plural: Intl.PluralRules } = english();

function english(): typeof present {
  return { locale: "en", catalogue: {}, plural: new Intl.PluralRules("en") };
}

/** From now on words come from this catalogue; a missing one falls back to English. */
export function speak(locale: string, catalogue: Catalogue = {}): void {
  present = { locale, catalogue, plural: new Intl.PluralRules(locale) };
}

/** More words of the same language: of something that is loaded when it is needed. */
export function learn(more: Catalogue): void {
  present.catalogue = { ...present.catalogue, ...more };
}

/** The present locale, for dates and numbers. */
export const locale = (): string => present.locale;

export function t(sentence: string, values: Values = {}): string {
  const found = present.catalogue[sentence];
  return fill(typeof found === "string" ? found : sentence, values);
}

/** A sentence with a count: `{n}` is the number in the reader's digits. */
export function tn(one: string, many: string, n: number, values: Values = {}): string {
  const found = present.catalogue[many];
  const forms = typeof found === "object" ? found : { one, other: many };
  const sentence = forms[present.plural.select(n)] ?? forms.other ?? many;
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
  return RIGHT_TO_LEFT.has(tag.toLowerCase().split(/[-_]/)[0] ?? "") ? "rtl" : "ltr";
}
