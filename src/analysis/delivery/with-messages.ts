import * as analysis from './message-analysis';
import { addMessageAnalysis } from './message-part';

/** Brings what tells of messages, for programs that have no need to wait for it. */
addMessageAnalysis(analysis);
