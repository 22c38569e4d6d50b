import { useId, useState } from 'react';
import { useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import { catalogue } from '../../kinds/catalogue';
import type { ScenarioLink, ScenarioNode } from '../../scenario/scenario';
import { protocolsBetween } from '../../scenario/wiring';
import type { Issue } from '../../schema/issue';
import { useDocument } from '../../stores/document';
import { describedBy, FieldFrame } from '../../ui/FieldFrame';
import { IconButton } from '../../ui/IconButton';
import { TrashIcon } from '../../ui/icons';
import { later } from '../../ui/later';
import { Select } from '../../ui/Select';
import { ArrowRightIcon } from '../../ui/step-icons';
import { ParamsForm } from '../form/ParamsForm';
import { linkForms } from '../link-scope';
import { ModelCardButton } from '../model-card/ModelCardButton';
import { DeedBar } from './DeedBar';
import { LinkFigures } from './Figures';
import { RefusedValue } from './RefusedValue';
import { Section } from './Section';
import { Statecharts } from './Statecharts';

const ContractSection = later(async () => (await import('../contracts/ContractSection')).ContractSection);

interface LinkInspectorProps {
  readonly link: ScenarioLink;
  readonly from: ScenarioNode;
  readonly to: ScenarioNode;
  readonly onRemove: () => void;
}

export function LinkInspector({ link, from, to, onRemove }: LinkInspectorProps) {
  const t = useT();
  const protocolId = useId();
  const { setLinkParams, setLinkProtocol } = useDocument.getState();
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const caller = catalogue[from.kind];
  const callee = catalogue[to.kind];
  const protocols = protocolsBetween(caller, callee);
  const names = { from: nodeName(t, from), to: nodeName(t, to) };
  return (
    <>
      <header className="flex flex-col gap-3 px-4 pt-3 pb-4">
        <div className="flex items-center gap-2">
          <h2 className="flex min-w-0 flex-1 items-center gap-1.5 text-sm font-semibold" title={t('link.name', names)}>
            <span className="truncate">{names.from}</span>
            <ArrowRightIcon className="shrink-0 text-text-3" size={15} />
            <span className="truncate">{names.to}</span>
          </h2>
          <IconButton icon={TrashIcon} label={t('action.remove')} onClick={onRemove} shortcut="Delete" />
        </div>
        <DeedBar targets={[[{ link: link.id }, null]]} />
      </header>
      <Section title={t('inspector.now')}>
        <LinkFigures link={link} />
      </Section>
      {'contract' in link.params && <ContractSection from={from} link={link} to={to} />}
      <Statecharts id={link.id} />
      <Section aside={<ModelCardButton kind={null} name={t('modelCard.links')} />} title={t('inspector.parameters')}>
        <div className="flex flex-col gap-4">
          <FieldFrame help={t('link.protocol.help')} id={protocolId} inline label={t('link.protocol.label')}>
            <Select
              className="w-40 shrink-0"
              describedBy={describedBy(protocolId, t('link.protocol.help'))}
              id={protocolId}
              onChange={(protocol) => setLinkProtocol(link.id, protocol)}
              options={protocols.map((protocol) => ({ value: protocol as string, label: t(`protocol.${protocol}`) }))}
              value={link.protocol}
            />
          </FieldFrame>
          {linkForms(caller, callee).map(({ field, scope }) => (
            <ParamsForm
              field={field as never}
              key={scope}
              node={null}
              onChange={(params) => setIssues(setLinkParams(link.id, params))}
              place={{ scope, path: '' }}
              value={link.params}
            />
          ))}
        </div>
        <RefusedValue issues={issues} />
      </Section>
    </>
  );
}
