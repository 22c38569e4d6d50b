import { useState } from 'react';
import { kindScope } from '../../i18n/field-texts';
import { useT } from '../../i18n/language';
import { kindName } from '../../i18n/names';
import { catalogue } from '../../kinds/catalogue';
import { kindViews } from '../../kinds/views';
import type { ScenarioNode } from '../../scenario/scenario';
import type { Issue } from '../../schema/issue';
import { useDocument } from '../../stores/document';
import { IconButton } from '../../ui/IconButton';
import { CopyIcon, TrashIcon } from '../../ui/icons';
import { later } from '../../ui/later';
import { TextInput } from '../../ui/TextInput';
import { ParamsForm } from '../form/ParamsForm';
import { ModelCardButton } from '../model-card/ModelCardButton';
import { useMode } from '../use-mode';
import { DeedBar } from './DeedBar';
import { NodeFigures } from './Figures';
import { LiveRate } from './LiveRate';
import { LiveReplicas } from './LiveReplicas';
import { RefusedValue } from './RefusedValue';
import { Section } from './Section';
import { Statecharts } from './Statecharts';
import { ZoneField } from './ZoneField';

const MessagesSection = later(async () => (await import('./messages/MessagesSection')).MessagesSection);
const ControlsSection = later(async () => (await import('./ControlsSection')).ControlsSection);
const DeploySection = later(async () => (await import('../contracts/DeploySection')).DeploySection);

interface NodeInspectorProps {
  readonly node: ScenarioNode;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

/** What can be done to a component, which depends on whether it is up. */
function Deeds({ node }: { readonly node: ScenarioNode }) {
  useMode(node);
  return <DeedBar targets={[[{ node: node.id }, node]]} />;
}

export function NodeInspector({ node, onDuplicate, onRemove }: NodeInspectorProps) {
  const t = useT();
  const { renameNode, setNodeParams } = useDocument.getState();
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const definition = catalogue[node.kind];
  const { icon: Icon, capacity, Editor } = kindViews[node.kind];
  const isClient = definition.accepts.length === 0;
  const scope = kindScope(node.kind);
  return (
    <>
      <header className="flex flex-col gap-3 px-4 pt-3 pb-4">
        <div className="flex items-center gap-2.5">
          {/* The panel of a tablet is narrow and its letters are large: the name needs this room. */}
          <span className="grid size-10 shrink-0 place-items-center rounded-lg border border-line bg-surface-2 text-text-2 touch:md:max-lg:hidden">
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
        <Deeds node={node} />
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
      {kindViews[node.kind].Controls !== undefined && <ControlsSection node={node} />}
      {definition.queues !== undefined && <MessagesSection node={node} />}
      <DeploySection node={node} />
      <Statecharts id={node.id} modes={`${scope}modes.`} />
      <Section
        aside={<ModelCardButton kind={node.kind} name={kindName(t, node.kind)} />}
        title={t('inspector.parameters')}
      >
        {Editor && <Editor onChange={(params) => setIssues(setNodeParams(node.id, params))} params={node.params} />}
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
