import type { CustomField } from '../../schema/field';
import { choice, custom, group, integer, optional, text } from '../../schema/fields';
import { READERS } from './contract';

const params = group({
  /** The id of one of the scenario's contracts. */
  contract: text({ maxLength: 60 }),
  /** The version that each end speaks when the run begins. */
  callerVersion: integer({ default: 1, min: 1, max: 1_000_000 }),
  calleeVersion: integer({ default: 1, min: 1, max: 1_000_000 }),
  /** Of both ends; matters to JSON only. */
  reader: choice(READERS, 'tolerant'),
});

export type LinkContractParams = typeof params.default;

/** The contract that a link's messages keep; null: any two versions understand each other. */
export const contractField: CustomField<LinkContractParams | null> = custom('contract', null, {
  checkedAs: optional(params),
});
