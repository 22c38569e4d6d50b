/** What two services agree to say to each other, version by version: plain data, as a scenario holds it. */

export const FORMATS = ['json', 'protobuf', 'avro', 'thrift'] as const;
export type ContractFormat = (typeof FORMATS)[number];

/** The types that a field may have. A format calls them by names of its own. */
export const FIELD_TYPES = ['string', 'int', 'long', 'float', 'double', 'boolean', 'bytes', 'enum'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface ContractField {
  readonly name: string;
  /**
   * Which field it is, whatever its name: protobuf and Thrift write it instead of the name. In all formats a field keeps
   * it from version to version, so that a new name can be told from a new field.
   */
  readonly id: number;
  readonly type: FieldType;
  /** What an enum may be; of other types nothing. */
  readonly symbols: readonly string[];
  /** False: it may be left out. */
  readonly required: boolean;
  /** What a reader takes where the writer did not know the field; null: there is nothing to take. */
  readonly default: string | null;
}

export interface ContractVersion {
  readonly version: number;
  readonly fields: readonly ContractField[];
}

export interface Contract {
  readonly id: string;
  readonly name: string;
  readonly format: ContractFormat;
  /** At least one; in ascending order. */
  readonly versions: readonly ContractVersion[];
}

/** How a reader of JSON takes fields that it does not know: a strict one refuses them. */
export const READERS = ['tolerant', 'strict'] as const;
export type Reader = (typeof READERS)[number];

export const versionOf = ({ versions }: Contract, number: number): ContractVersion | undefined =>
  versions.find(({ version }) => version === number);
