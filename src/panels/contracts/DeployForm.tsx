import { useId, useState } from 'react';
import { useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import type { Contract } from '../../network/contracts/contract';
import type { ScenarioNode } from '../../scenario/scenario';
import { usePlayback } from '../../stores/playback';
import { Button } from '../../ui/Button';
import { FieldFrame } from '../../ui/FieldFrame';
import { ResetIcon } from '../../ui/icons';
import { NumberInput } from '../../ui/NumberInput';
import { Select } from '../../ui/Select';

interface DeployFormProps {
  readonly contract: Contract;
  /** Those that may go over to another version; at least one. */
  readonly nodes: readonly ScenarioNode[];
}

const MOST_SECONDS = 86_400;

/** Lets a component go over to a version while the run goes on; recorded as an intervention. */
export function DeployForm({ contract, nodes }: DeployFormProps) {
  const t = useT();
  const id = useId();
  const intervene = usePlayback((state) => state.intervene);
  const newest = contract.versions[contract.versions.length - 1].version;
  const [chosenNode, setNode] = useState(nodes[0].id);
  // Until one is chosen it is the newest, whatever is added meanwhile.
  const [chosenVersion, setVersion] = useState<number | null>(null);
  const [seconds, setSeconds] = useState(10);
  const node = nodes.some((one) => one.id === chosenNode) ? chosenNode : nodes[0].id;
  const version = contract.versions.find((one) => one.version === chosenVersion)?.version ?? newest;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its legend over the border
    <div
      aria-label={t('contract.deployTitle')}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface-2/60 p-3"
      role="group"
    >
      {nodes.length > 1 && (
        <FieldFrame id={`${id}-node`} inline label={t('contract.deployTo')}>
          <Select
            className="w-40 shrink-0"
            id={`${id}-node`}
            onChange={setNode}
            options={nodes.map((one) => ({ value: one.id, label: nodeName(t, one) }))}
            value={node}
          />
        </FieldFrame>
      )}
      <FieldFrame id={`${id}-version`} inline label={t('contract.deployVersion')}>
        <Select
          className="w-40 shrink-0"
          id={`${id}-version`}
          onChange={(next) => setVersion(Number(next))}
          options={contract.versions.map((one) => ({
            value: String(one.version),
            label: t('contract.version', { version: one.version }),
          }))}
          value={String(version)}
        />
      </FieldFrame>
      <NumberInput
        help={t('contract.rollHelp')}
        id={`${id}-roll`}
        label={t('contract.roll')}
        max={MOST_SECONDS}
        min={0}
        onChange={setSeconds}
        unit="s"
        value={seconds}
      />
      <Button
        className="self-start"
        icon={ResetIcon}
        onClick={() =>
          intervene({
            action: 'deploy',
            target: { node },
            durationMs: null,
            contract: contract.id,
            version,
            rollMs: seconds * 1_000,
          })
        }
      >
        {t('contract.deploy')}
      </Button>
    </div>
  );
}
