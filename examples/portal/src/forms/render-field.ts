import { dayFromToday } from '../formats.ts';
import { attributes, html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Texts } from '../texts/texts.ts';
import type {
  ChoiceField,
  DateField,
  Field,
  FilesField,
  FormState,
  LongTextField,
  TextField,
} from './form.ts';

type Shared = Readonly<Record<string, string | boolean | undefined>>;

/** Label, hint, error and control, tied together by id so that a screen reader reads all of them. */
export function renderField(texts: Texts, field: Field, state: FormState): Html {
  const { name } = field;
  const text = texts.forms.fields[name];
  const fault = state.faults.get(name);
  const hint = text.hint !== '' && html`<p class="hint" id="${name}-hint">${text.hint}</p>`;
  const error = fault !== undefined && html`<p class="error" id="${name}-error">${text[fault]}</p>`;
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  const shared: Shared = {
    id: name,
    name,
    required: field.optional !== true,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': fault === undefined ? undefined : 'true',
  };
  const value = state.values[name] ?? '';
  const frame = attributes({ class: fault === undefined ? 'field' : 'field faulty' });
  const optional =
    field.optional === true && html` <span class="optional">(${texts.forms.optional})</span>`;
  return html`<div ${frame}>
    <label for="${name}">${text.label}${optional}</label>
    ${hint} ${error} ${control(texts, field, shared, value)}
  </div>`;
}

function control(texts: Texts, field: Field, shared: Shared, value: string): Html {
  if (field.kind === 'files') return filesControl(field, shared);
  if (field.kind === 'text') return textControl(texts, field, shared, value);
  if (field.kind === 'date') return dateControl(field, shared, value);
  if (field.kind === 'longText') return longTextControl(field, shared, value);
  return choiceControl(texts, field, shared, value);
}

/** Browsers put no file back into a form that comes again. */
function filesControl({ accept }: FilesField, shared: Shared): Html {
  return html`<input ${attributes({ ...shared, type: 'file', multiple: true, accept })} />`;
}

function textControl(texts: Texts, field: TextField, shared: Shared, value: string): Html {
  const type = field.type ?? 'text';
  const input = html`<input
    ${attributes({
      ...shared,
      type,
      class: field.width === 'short' ? 'short' : undefined,
      // A password is never sent back.
      value: type === 'password' || value === '' ? undefined : value,
      autocomplete: field.autocomplete,
      inputmode: field.inputMode,
      maxlength: field.maxLength,
      spellcheck: field.spellcheck === false ? 'false' : undefined,
    })}
  />`;
  if (field.prefix === undefined) return input;
  return html`<div class="prefixed">
    <span aria-hidden="true">${field.prefix(texts)}</span>${input}
  </div>`;
}

function dateControl(field: DateField, shared: Shared, value: string): Html {
  return html`<input
    ${attributes({
      ...shared,
      type: 'date',
      class: 'short',
      value: value === '' ? undefined : value,
      min: dayFromToday(field.earliest),
      max: dayFromToday(field.latest),
    })}
  />`;
}

/** The line feed after the tag is the one that HTML drops; without it a typed one would be dropped. */
function longTextControl(field: LongTextField, shared: Shared, value: string): Html {
  const given = attributes({ ...shared, rows: field.rows, maxlength: field.maxLength });
  // prettier-ignore
  return html`<textarea ${given}>${'\n'}${value}</textarea>`;
}

function choiceControl(texts: Texts, field: ChoiceField, shared: Shared, value: string): Html {
  const labels = field.labels(texts);
  return html`<select ${attributes(shared)}>
    <option value="">${texts.forms.choose}</option>
    ${field.values.map(
      (choice) =>
        html`<option ${attributes({ value: choice, selected: choice === value })}>
          ${labels[choice] ?? choice}
        </option>`,
    )}
  </select>`;
}
