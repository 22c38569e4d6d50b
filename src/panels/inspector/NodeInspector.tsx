import { useState } from 'react';
import { kindScope } from '../../i18n/field-texts';
import { useT } from '../../i18n/language';
import { kindName } from '../../i18n/names';
import { catalogue } from '../../kinds/catalogue';
import { kindViews } from '../../kinds/views';
import { hasArrivals, sendsRequests } from '../../scenario/edit';
import type { ScenarioNode } from '../../scenario/scenario';
import type { Issue } from '../../schema/issue';
import { useDocument } from '../../stores/document';
import { usePlayback } from '../../stores/playback';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { CopyIcon, PowerIcon, ResetIcon, SpeedIcon, TrashIcon } from '../../ui/icons';
import { later } from '../../ui/later';
import { ArrowRightIcon } from '../../ui/step-icons';
import { TextInput } from '../../ui/TextInput';
import { tooltip } from '../../ui/tooltip';
import { ParamsForm } from '../form/ParamsForm';
import { ModelCardButton } from '../model-card/ModelCardButton';
import { canCrash, useMode } from '../use-mode';
import { DataFaults } from './DataFaults';
import { NodeFigures } from './Figures';
import { LiveRate } from './LiveRate';
import { LiveReplicas } from './LiveReplicas';
import { RefusedValue } from './RefusedValue';
import { Section } from './Section';
import { SlowAndHeal } from './SlowAndHeal';
import { Statecharts } from './Statecharts';
import { ZoneField } from './ZoneField';

const DeploySection = later(async () => (await import('../contracts/DeploySection')).DeploySection);

interface NodeInspectorProps {
  readonly node: ScenarioNode;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

/** What "traffic spike" does, as its help says. */
const SPIKE_FACTOR = 5;
const SPIKE_MS = 10_000;

/** What can be done to a component while it runs. */
function Actions({ node }: { readonly node: ScenarioNode }) {
  const t = useT();
  const mode = useMode(node);
  const intervene = usePlayback((state) => state.intervene);
  const target = { node: node.id };
  const sends = sendsRequests(node);
  if (!sends && !canCrash(node.kind)) return null;
  return (
    <div className="flex flex-wrap gap-1.5 *:gap-1 *:px-2">
      {sends && (
        <Button
          icon={ArrowRightIcon}
          onClick={() => intervene({ action: 'send', target, durationMs: null, count: 1 })}
          {...tooltip(t('action.send'), 'N')}
        >
          {t('action.send')}
        </Button>
      )}
      {hasArrivals(node) && (
        <Button
          icon={SpeedIcon}
          onClick={() => intervene({ action: 'spike', target, durationMs: SPIKE_MS, factor: SPIKE_FACTOR })}
          {...tooltip(t('intervention.spikeHelp'))}
        >
          {t('intervention.spikeNow')}
        </Button>
      )}
      {!canCrash(node.kind) ? null : mode === 'crashed' ? (
        <Button icon={ResetIcon} onClick={() => intervene({ action: 'heal', target, durationMs: null })}>
          {t('action.restart')}
        </Button>
      ) : (
        <Button icon={PowerIcon} look="danger" onClick={() => intervene({ action: 'crash', target, durationMs: null })}>
          {t('action.kill')}
        </Button>
      )}
      <DataFaults node={node} />
      {canCrash(node.kind) && <SlowAndHeal target={target} />}
    </div>
  );
}

export function NodeInspector({ node, onDuplicate, onRemove }: NodeInspectorProps) {
  const t = useT();
  const { renameNode, setNodeParams } = useDocument.getState();
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const definition = catalogue[node.kind];
  const { icon: Icon, capacity } = kindViews[node.kind];
  const isClient = definition.accepts.length === 0;
  const scope = kindScope(node.kind);
  return (
    <>
      <header className="flex flex-col gap-3 px-4 pt-3 pb-4">
        <div className="flex items-center gap-2.5">
          <span className="grid size-10 shrink-0 place-items-center rounded-lg border border-line bg-surface-2 text-text-2">
            <Icon size={22} />
          </span>
          <div className="min-w-0 flex-1">
            <TextInput
              className="w-full"
              label={t('inspector.name')}
              maxLength={100}
              onCommit={(label) => renameNode(node.id, label.trim())}
              placeholder={kindName(t, node.kind)}
              quiet
              value={node.label}
            />
            <p className="truncate text-xs text-text-3">{kindName(t, node.kind)}</p>
          </div>
          <div className="flex shrink-0">
            <IconButton icon={CopyIcon} label={t('action.duplicate')} onClick={onDuplicate} shortcut="Mod+D" />
            <IconButton icon={TrashIcon} label={t('action.remove')} onClick={onRemove} shortcut="Delete" />
          </div>
        </div>
        <Actions node={node} />
        {isClient && <LiveRate node={node} />}
        <LiveReplicas node={node} />
      </header>
      <Section title={t('inspector.now')}>
        <NodeFigures
          capacity={capacity(node.params)}
          isBroker={definition.group === 'messaging'}
          isClient={isClient}
          node={node}
        />
      </Section>
      <DeploySection node={node} />
      <Statecharts id={node.id} modes={`${scope}modes.`} />
      <Section
        aside={<ModelCardButton kind={node.kind} name={kindName(t, node.kind)} />}
        title={t('inspector.parameters')}
      >
        <ParamsForm
          field={definition.params as never}
          node={node.id}
          onChange={(params) => setIssues(setNodeParams(node.id, params))}
          place={{ scope, path: '' }}
          value={node.params}
        />
        <RefusedValue issues={issues} />
        <div className="mt-8">
          <ZoneField node={node.id} />
        </div>
      </Section>
    </>
  );
}
