/** The panel's own sounds, made of a few sine waves: no file is loaded, and each event is known by its tune. */

export type Sound = "new_chat" | "reply" | "assigned" | "mentioned";

interface Note {
  /** When it begins and how long it fades, in seconds. */
  at: number;
  fades: number;
  hz: number;
}

/** A new chat rises, a reply is one note, and what is given to you knocks twice, your name falls. */
const TUNES: Record<Sound, readonly Note[]> = {
  new_chat: [
    { at: 0, fades: 0.5, hz: 659.26 },
    { at: 0.15, fades: 0.5, hz: 880 },
    { at: 0.3, fades: 0.9, hz: 1174.66 },
  ],
  reply: [{ at: 0, fades: 0.45, hz: 880 }],
  assigned: [
    { at: 0, fades: 0.2, hz: 587.33 },
    { at: 0.18, fades: 0.4, hz: 587.33 },
  ],
  mentioned: [
    { at: 0, fades: 0.25, hz: 880 },
    { at: 0.16, fades: 0.5, hz: 659.26 },
  ],
};

/** A struck bar sounds at these times its pitch, each more softly. */
const PARTIALS = [
  { times: 1, loud: 1 },
  { times: 2.76, loud: 0.25 },
  { times: 5.4, loud: 0.08 },
];
const LOUDEST = 0.35;
const STRIKE_S = 0.008;
const SILENT = 0.0001; // an exponential never comes to 0

/** Plays a tune at a volume of 0 to 1. */
export function play(context: AudioContext, sound: Sound, volume: number): void {
  if (volume <= 0) return;
  for (const note of TUNES[sound]) for (const partial of PARTIALS) strike(context, note, partial.times, partial.loud * volume * LOUDEST);
}

function strike(context: AudioContext, note: Note, times: number, loud: number): void {
  const begins = context.currentTime + note.at;
  const ends = begins + note.fades / Math.sqrt(times);
  const wave = context.createOscillator();
  const gain = context.createGain();
  wave.frequency.value = note.hz * times;
  gain.gain.setValueAtTime(SILENT, begins);
  gain.gain.linearRampToValueAtTime(loud, begins + STRIKE_S);
  gain.gain.exponentialRampToValueAtTime(SILENT, ends);
  wave.connect(gain).connect(context.destination);
  wave.start(begins);
  wave.stop(ends);
}
