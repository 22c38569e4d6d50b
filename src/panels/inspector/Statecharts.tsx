import { useId, useState } from 'react';
import { useT } from '../../i18n/language';
import { useStatecharts } from '../../stores/live';
import { Tabs, tabId, tabPanelId } from '../../ui/Tabs';
import { SagaDrawing } from './SagaDrawing';
import { Section } from './Section';
import { StatechartDrawing } from './StatechartDrawing';

interface StatechartsProps {
  /** Of the component or link that is selected. */
  readonly id: string;
  /** The catalogue entries of a component's modes begin so. */
  readonly modes?: string;
}

/** What somebody looked at last, they look for at the next component too. */
let lastChosen = '';

/** The machines that run in what is selected, one at a time. */
export function Statecharts({ id, modes = '' }: StatechartsProps) {
  const t = useT();
  const tabsId = useId();
  const [chosen, setChosen] = useState(lastChosen);
  const charts = useStatecharts(id);
  if (charts.length === 0) return null;
  const shown = charts.find(({ name }) => name === chosen) ?? charts[0];
  const choose = (name: string) => {
    lastChosen = name;
    setChosen(name);
  };
  const stateKey = (state: string) => {
    if (shown.name === 'lifecycle') return `${modes}${state}`;
    return shown.name === 'breaker' ? `breaker.${state}` : `statechart.state.${state}`;
  };
  return (
    <Section fold="statechart" title={t('inspector.statechart')}>
      <div className="flex flex-col gap-3">
        <div className="-mx-2 min-h-8 border-b border-line px-0">
          <Tabs
            id={tabsId}
            label={t('inspector.statechart')}
            onChange={choose}
            tabs={charts.map(({ name }) => ({ value: name, label: t(`statechart.name.${name}`) }))}
            value={shown.name}
            wraps
          />
        </div>
        <div aria-labelledby={tabId(tabsId, shown.name)} id={tabPanelId(tabsId)} role="tabpanel">
          {shown.name === 'saga' ? (
            <SagaDrawing view={shown} />
          ) : (
            <StatechartDrawing stateKey={stateKey} view={shown} />
          )}
        </div>
      </div>
    </Section>
  );
}
