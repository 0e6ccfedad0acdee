// One question of a form: what everybody knows, or the project's own, in words or as a choice.

import type { JSX } from "preact";
import { t } from "../../../../chat/client/t.ts";
import type { Field } from "../configuration.ts";
import { ASKS } from "../form/asks.ts";

interface QuestionOptions {
  field: Field;
  value: string;
  wrong: string;
  edit(value: string): void;
}

export function Question({ field, value, wrong, edit }: QuestionOptions): JSX.Element {
  const { key, kind, required } = field;
  const id = `entry-${key}`;
  const own = kind === "text" || kind === "choice";
  const label = own ? field.label : ASKS[kind].label();
  if (kind === "choice")
    return <Choices id={id} legend={label} wrong={wrong} choices={field.choices.map((one) => [one, one])} chosen={value} choose={edit} />;
  return (
    <label class="field">
      <span>
        <bdi>{label}</bdi> {!required && <em>{kind === "order" ? t("if you have one") : t("optional")}</em>}
      </span>
      <input
        {...(own ? { type: "text", maxLength: 500 } : ASKS[kind].field)}
        list={undefined}
        id={id}
        required={required}
        value={value}
        dir={value ? "auto" : undefined}
        aria-invalid={wrong !== ""}
        aria-describedby={`${id}-hint`}
        onInput={(event) => edit(event.currentTarget.value)}
      />
      <small id={`${id}-hint`} class="problem" role="status">
        {wrong}
      </small>
    </label>
  );
}

interface ChoicesOptions {
  id: string;
  legend: string;
  /** What is sent, and its words. */
  choices: (readonly [string, string])[];
  chosen: string;
  wrong?: string;
  choose(value: string): void;
}

export function Choices({ id, legend, choices, chosen, wrong = "", choose }: ChoicesOptions): JSX.Element {
  return (
    <fieldset class="choices">
      <legend>
        <bdi>{legend}</bdi>
      </legend>
      {choices.map(([value, words], place) => (
        <label key={value}>
          <input
            id={place ? undefined : id}
            type="radio"
            name={id}
            checked={chosen === value}
            aria-describedby={`${id}-hint`}
            onChange={() => choose(value)}
          />
          <bdi>{words}</bdi>
        </label>
      ))}
      <small id={`${id}-hint`} class="problem" role="status">
        {wrong}
      </small>
    </fieldset>
  );
}
