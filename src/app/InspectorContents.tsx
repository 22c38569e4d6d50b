import { Inspector } from '../panels/Inspector';
import { commands } from './commands';

/** The inspector, with the page's commands. */
export const InspectorContents = () => (
  <Inspector onDuplicate={commands.duplicate.run} onGroup={commands.group.run} onRemove={commands.remove.run} />
);
