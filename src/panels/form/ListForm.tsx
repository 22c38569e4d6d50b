import { useT } from '../../i18n/language';
import type { ListField } from '../../schema/field';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { PlusIcon, TrashIcon } from '../../ui/icons';
import { type EditorProps, useFieldEditor } from './editor';
import { FormLegend } from './FormLegend';

/** A list of groups: each item a small card, with a button to remove it, and one at the end to add another. */
export function ListForm({
  field,
  value,
  place,
  label,
  help,
  node,
  onChange,
}: EditorProps<ListField, readonly unknown[]>) {
  const t = useT();
  const FieldEditor = useFieldEditor();
  const { item } = field;
  const replace = (index: number, next: unknown) => onChange(value.map((old, at) => (at === index ? next : old)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <FormLegend className="float-left mb-2 w-full" help={help} label={label} />
      {value.map((one, index) => (
        <div
          className="fold-room-item relative flex flex-col gap-2 rounded-lg border border-line bg-surface-2/60 p-2 pr-10"
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place.
          key={index}
        >
          <FieldEditor
            field={item}
            help=""
            label={`${label} ${index + 1}`}
            node={node}
            onChange={(next) => replace(index, next)}
            place={place}
            value={one}
          />
          <span className="absolute top-2 right-1.5">
            <IconButton
              icon={TrashIcon}
              label={t('field.removeItem', { number: index + 1 })}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
              size="sm"
            />
          </span>
        </div>
      ))}
      {value.length < field.maxItems && (
        <Button className="self-start" icon={PlusIcon} look="quiet" onClick={() => onChange([...value, item.default])}>
          {t('field.addItem')}
        </Button>
      )}
    </fieldset>
  );
}
