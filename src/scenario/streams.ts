import type { Scenario, ScenarioLink } from './scenario';

const names = (value: unknown, link: string): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (('step' in value && value.step === 'stream' && 'link' in value && value.link === link) ||
    Object.values(value).some((inner) => names(inner, link)));

/** Whether calls over a link may be streams: by its own parameters, or by an operation of its caller. */
export const opensStreams = ({ nodes }: Pick<Scenario, 'nodes'>, { id, from, params }: ScenarioLink): boolean =>
  (params.stream ?? null) !== null || names(nodes.find((node) => node.id === from)?.params.operations, id);
