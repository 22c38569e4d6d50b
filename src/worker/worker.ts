import { RUNNER } from './pool/messages';
import { playOnStage } from './stage';

const scope = self as unknown as DedicatedWorkerGlobalScope;

if (scope.name === RUNNER)
  void import('./pool/runner').then(({ serveRuns }) => serveRuns(scope, () => performance.now()));
else playOnStage(scope);
