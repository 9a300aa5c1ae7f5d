import { Description, Errors, Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import type { ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Bridge, FieldProps } from './bridge.ts';

// form-js ships these without usable prop types.
const LabelView = Label as unknown as ComponentType<Record<string, unknown>>;
const DescriptionView = Description as unknown as ComponentType<Record<string, unknown>>;
const ErrorsView = Errors as unknown as ComponentType<Record<string, unknown>>;

/**
 * Field types of ours, and three of form-js's that are replaced (its calendar and its list are neither Chinese nor made
 * for phones; its number takes the comma of 1,200 for a point), with what each holds while nobody filled it; FEEL conditions on the server see the same.
 */
export const CUSTOM_TYPES: Record<string, unknown> = {
  photos: [],
  files: [],
  signature: null,
  location: null,
  unit: null,
  person: null,
  firm: null,
  article: null,
  money: null,
  evidencePairs: [],
  datetime: null,
  select: null,
  quantity: null,
  spelled: '',
};

/**
 * A form-js field component (Preact) that draws label, description and errors as form-js does and leaves the
 * control itself to React through the bridge.
 */
function portalField(type: string, emptyValue: unknown, bridge: Bridge): unknown {
  function PortalField(props: FieldProps): unknown {
    const { domId, field, errors, readonly, disabled } = props;
    const ref = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => {
      if (ref.current) bridge.put(domId, { node: ref.current, type, props });
    });
    useEffect(() => () => bridge.drop(domId), [domId]);
    const states = [
      errors.length > 0 && 'fjs-has-errors',
      readonly && 'fjs-readonly',
      disabled && 'fjs-disabled',
    ];
    return h(
      'div',
      { class: ['fjs-form-field', `fjs-form-field-${type}`, ...states.filter(Boolean)].join(' ') },
      h(LabelView, {
        htmlFor: domId,
        id: `${domId}-label`,
        label: field.label ?? field['dateLabel'],
        required: field.validate?.['required'],
      }),
      h('div', { ref, class: 'bh-slot' }),
      h(DescriptionView, { id: `${domId}-description`, description: field['description'] }),
      h(ErrorsView, { id: `${domId}-error-message`, errors }),
    );
  }
  PortalField.config = {
    type,
    keyed: true,
    name: type,
    group: 'basic-input',
    emptyValue,
    sanitizeValue: ({ value }: { value: unknown }) => value,
    create: (options: Record<string, unknown> = {}) => options,
  };
  return PortalField;
}

/** The form-js module that registers our field types, bound to one form's bridge. */
export function customFields(bridge: Bridge): Record<string, unknown> {
  class CustomFields {
    static $inject = ['formFields'];
    constructor(formFields: { register: (type: string, component: unknown) => void }) {
      for (const [type, empty] of Object.entries(CUSTOM_TYPES))
        formFields.register(type, portalField(type, empty, bridge));
    }
  }
  return { __init__: ['bihuanFields'], bihuanFields: ['type', CustomFields] };
}
