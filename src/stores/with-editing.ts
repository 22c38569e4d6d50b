/** Brings what changes a scenario. To be imported for its effect. */
import * as edit from '../scenario/edit';
import { knowEditing } from './editing';

knowEditing(edit);
