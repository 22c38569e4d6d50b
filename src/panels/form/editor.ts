import { createContext, type ReactNode, useContext } from 'react';
import type { Place } from '../../i18n/field-texts';
import type { Field } from '../../schema/field';

/** What the editor of a field gets: the value, where its texts are, and whom to tell what it became. */
export interface EditorProps<F = Field, V = unknown> {
  readonly field: F;
  readonly value: V;
  readonly place: Place;
  readonly label: string;
  readonly help: string;
  /** The node whose outgoing links a value may name; null on a link. */
  readonly node: string | null;
  readonly onChange: (value: V) => void;
}

/** The editor of any field, for editors that contain others: it knows them all, and they must not import it. */
export const FieldEditorContext = createContext<(props: EditorProps) => ReactNode>(() => null);

export const useFieldEditor = () => useContext(FieldEditorContext);
