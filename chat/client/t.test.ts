// Words and times in the reader's language.

import { afterEach, describe, expect, it } from "vitest";
import { words as pseudo } from "./words/pseudo.ts";
import { directionOf, learn, negotiate, shortOf, speak, t, tn } from "./t.ts";
import { clock, dayLabel, since, when } from "./time.ts";

afterEach(() => speak("en"));

describe("words", () => {
  it("are English without a catalogue, with their values filled in", () => {
    expect(t("{name} joined", { name: "Ines" })).toBe("Ines joined");
    expect(t("{who} stays", {})).toBe("{who} stays");
  });

  it("come from the catalogue, and fall back to English one by one", () => {
    speak("de", { Send: "Senden" });
    expect(t("Send")).toBe("Senden");
    expect(t("Delete")).toBe("Delete");
  });

  it("follow the plural rules of the language", () => {
    expect(tn("1 message", "{n} messages", 1)).toBe("1 message");
    expect(tn("1 message", "{n} messages", 1200)).toBe("1,200 messages");
    speak("ar", { "{n} messages": { one: "رسالة", two: "رسالتان", few: "{n} رسائل", other: "{n} رسالة" } });
    expect(tn("1 message", "{n} messages", 2)).toBe("رسالتان");
    expect(tn("1 message", "{n} messages", 3)).toMatch(/رسائل$/u);
  });

  it("isolate what they take in, where they run from right to left", () => {
    speak("ar", { "{name} joined": "انضم {name}" });
    expect(t("{name} joined", { name: "Ines" })).toBe("انضم \u2068Ines\u2069");
  });

  it("are a project's own before all others, also after more was learned", () => {
    speak("de", { Send: "Senden", Home: "Anfang" }, { Send: "Los", "{n} messages": "{n} Zeilen" });
    learn({ Send: "Abschicken", Email: "E-Mail" });
    expect([t("Send"), t("Home"), t("Email"), tn("1 message", "{n} messages", 1)]).toEqual(["Los", "Anfang", "E-Mail", "1 Zeilen"]);
  });

  it("are found by their short keys, as the widget's built catalogues have them", () => {
    speak("de", { [shortOf("Send")]: "Senden" });
    expect([t("Send"), t("Delete")]).toEqual(["Senden", "Delete"]);
  });

  it("are accented and longer in the pseudo-locale, with their holes", () => {
    speak("en", pseudo);
    learn({});
    expect(t("{name} joined", { name: "Ines" })).toBe("Ines jõîñéd ~ ~");
    expect(tn("1 message", "{n} messages", 2)).toMatch(/^2 méssågés ~/u);
  });

  it("never take a value for a pattern", () => {
    expect(t("{name} joined", { name: "{name}$&" })).toBe("{name}$& joined");
  });
});

describe("negotiation", () => {
  it.each([
    [["de-AT", "en"], "de"],
    [["pt-BR", "fr"], "en"],
    [["ar"], "ar"],
    [["de_CH"], "de"],
    [[], "en"],
  ])("%j", (wanted, found) => expect(negotiate(wanted, ["en", "de", "ar"])).toBe(found));

  it("knows which way a language runs", () => {
    expect(["ar-EG", "he", "en", "de"].map(directionOf)).toEqual(["rtl", "rtl", "ltr", "ltr"]);
  });
});

describe("times", () => {
  const now = new Date(2026, 4, 12, 14, 30);
  const before = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

  it("are relative under an hour, then the clock, then the date", () => {
    speak("en-GB");
    expect(when(before(0.5), now)).toBe("now");
    expect(when(before(12), now)).toMatch(/^12 min/);
    expect(when(before(90), now)).toBe("13:00");
    expect(when(before(60 * 24 * 3), now)).toBe("9 May");
    expect(when(new Date(2025, 0, 2), now)).toBe("2 Jan 2025");
  });

  it("name the day and the wait", () => {
    speak("en-US");
    expect(dayLabel(before(10), now)).toBe("Today");
    expect(dayLabel(before(60 * 24), now)).toBe("Yesterday");
    expect([since(before(12), now), since(before(200), now), since(before(60 * 50), now)]).toEqual(["12 min", "3 hr", "2 days"]);
  });

  it("keep the reader's habit of 12 or 24 hours", () => {
    expect(clock(new Date(2026, 4, 12, 14, 6))).toMatch(/02:06\sPM/);
    speak("de");
    expect(clock(new Date(2026, 4, 12, 14, 6))).toBe("14:06");
  });
});
