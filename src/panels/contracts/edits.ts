/** What a visitor does to a contract, as pure functions. */
import type { Contract, ContractField, ContractVersion } from '../../network/contracts/contract';

const newest = ({ versions }: Contract): ContractVersion => versions[versions.length - 1];

const replaceVersion = (contract: Contract, number: number, fields: readonly ContractField[]): Contract => ({
  ...contract,
  versions: contract.versions.map((one) => (one.version === number ? { ...one, fields } : one)),
});

/** A contract with one version and one field, under an id that is free. */
export function newContract(contracts: readonly Contract[], name: (number: number) => string): Contract {
  const taken = new Set(contracts.map(({ id }) => id));
  let number = contracts.length + 1;
  while (taken.has(`contract-${number}`)) number++;
  const fields: ContractField[] = [{ name: 'id', id: 1, type: 'string', symbols: [], required: true, default: null }];
  return { id: `contract-${number}`, name: name(number), format: 'json', versions: [{ version: 1, fields }] };
}

/** Another version, which begins as the newest is. */
export function withNewVersion(contract: Contract): Contract {
  const { version, fields } = newest(contract);
  return { ...contract, versions: [...contract.versions, { version: version + 1, fields }] };
}

export const withoutVersion = (contract: Contract, number: number): Contract => ({
  ...contract,
  versions: contract.versions.filter(({ version }) => version !== number),
});

/** A field more, under a number that no version has had, so that it is told from all others. */
export function withNewField(contract: Contract, { version, fields }: ContractVersion): Contract {
  const id = Math.max(0, ...contract.versions.flatMap((one) => one.fields.map((field) => field.id))) + 1;
  const names = new Set(fields.map(({ name }) => name));
  let number = id;
  while (names.has(`field${number}`)) number++;
  const field: ContractField = {
    name: `field${number}`,
    id,
    type: 'string',
    symbols: [],
    required: true,
    default: null,
  };
  return replaceVersion(contract, version, [...fields, field]);
}

export const withField = (
  contract: Contract,
  { version, fields }: ContractVersion,
  place: number,
  change: Partial<ContractField>,
): Contract =>
  replaceVersion(
    contract,
    version,
    fields.map((field, index) => (index === place ? { ...field, ...change } : field)),
  );

export const withoutField = (contract: Contract, { version, fields }: ContractVersion, place: number): Contract =>
  replaceVersion(
    contract,
    version,
    fields.filter((_, index) => index !== place),
  );
