import { knowAnswers } from './answering';
import * as answers from './answers';

/** Brings what tells the page what it asks for, for programs that have no need to wait for it. */
knowAnswers(answers);
