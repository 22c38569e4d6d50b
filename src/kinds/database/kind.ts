import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Program } from '../../network/program';
import { Server } from '../../network/server';
import type { DatabaseParams } from './params';

/** A pool of connections: each runs one query at a time, the others wait. */
class Database extends Server {
  constructor(context: ComponentContext<DatabaseParams>) {
    const { params } = context;
    const program = new Program();
    const queryTime = context.sampler('query time', params.queryTime);
    program.add([{ step: 'work', serviceTime: null }], {
      link: () => {
        throw new Error('a query calls nothing');
      },
      operation: (name) => context.network.operation(name),
      sampler: () => queryTime,
      random: context.random('branch'),
    });
    super(
      context.network,
      context.index,
      context.id,
      context.lifecycle(params.startupMs),
      program,
      params.poolSize,
      params.maxWaiters ?? Infinity,
    );
  }

  protected override entry(): number {
    return 0;
  }
}

export const database = defineBehaviour<DatabaseParams>({
  kind: 'database',
  create: (context) => new Database(context),
});
