import * as contract from '../contracts/link-contract';
import * as breaker from '../policies/breaker';
import * as bulkhead from '../policies/bulkhead';
import * as limiter from '../policies/create-rate-limiter';
import * as fallback from '../policies/fallback';
import * as hedging from '../policies/hedging';
import * as idempotency from '../policies/idempotency';
import * as retryBudget from '../policies/retry-budget';
import * as gathering from '../serving/gathering';
import * as preemption from '../serving/preemption';
import * as sharing from '../serving/shared-work';
import * as shedding from '../serving/shedding';
import * as streams from '../streams/streams';
import * as connections from '../wire/connections';
import * as wire from '../wire/wire';
import { addParts } from './parts';

/** Brings all parts of links and servers, for programs that have no need to wait for them. */
addParts({
  breaker,
  bulkhead,
  connections,
  contract,
  fallback,
  gathering,
  hedging,
  idempotency,
  limiter,
  preemption,
  retryBudget,
  sharing,
  shedding,
  streams,
  wire,
});
