/** What is told of messages, which a page without a broker need not have. */
export { listMessages } from '../archive/message-list';
export { BacklogCourse } from './backlog-course';
export { Deliveries } from './deliveries';
