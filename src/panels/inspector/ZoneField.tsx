import { useId } from 'react';
import { useT } from '../../i18n/language';
import { withZone, zoneOf } from '../../scenario/zones';
import { useDocument } from '../../stores/document';
import { FieldFrame } from '../../ui/FieldFrame';
import { TextInput } from '../../ui/TextInput';

/** The zone that a component stands in: what a partition cuts off as a whole. */
export function ZoneField({ node }: { readonly node: string }) {
  const t = useT();
  const id = useId();
  const zone = useDocument((state) => zoneOf(state.scenario, node));
  return (
    <FieldFrame help={t('inspector.zoneHelp')} id={id} inline label={t('inspector.zone')}>
      <TextInput
        className="w-32"
        label={t('inspector.zone')}
        maxLength={60}
        onCommit={(name) => {
          const { scenario, setZones } = useDocument.getState();
          setZones(withZone(scenario.zones, node, name.trim()));
        }}
        value={zone}
      />
    </FieldFrame>
  );
}
