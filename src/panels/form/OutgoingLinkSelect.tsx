import { useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import { useDocument } from '../../stores/document';
import { Select } from '../../ui/Select';

interface OutgoingLinkSelectProps {
  readonly id?: string;
  readonly label?: string;
  readonly node: string;
  /** The id of a link; empty: none chosen yet. */
  readonly value: string;
  readonly className?: string;
  readonly onChange: (link: string) => void;
}

/** One of the links that leave a node, called by where they go. */
export function OutgoingLinkSelect({ node, value, ...rest }: OutgoingLinkSelectProps) {
  const t = useT();
  const { nodes, links } = useDocument((state) => state.scenario);
  const options = links
    .filter((link) => link.from === node)
    .map((link) => {
      const target = nodes.find((one) => one.id === link.to);
      return { value: link.id, label: target ? nodeName(t, target) : link.to };
    });
  const known = options.some((option) => option.value === value);
  return (
    <Select {...rest} options={known ? options : [{ value, label: t('field.noLink') }, ...options]} value={value} />
  );
}
