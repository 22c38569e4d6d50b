import type { BindingParams } from '../params';

type Headers = Readonly<Record<string, string>>;
/** What a binding compares; a value of null stands for AMQP's void: the header is there, whatever it says. */
type Arguments = readonly { readonly name: string; readonly value: string | null }[];

/**
 * Whether a headers exchange lets a message through a binding. Values are compared as texts; those of other AMQP types
 * are written with their type (`int:1`, `bool:true`), for a number never equals the text of its digits.
 *
 * With `all` and `any`, arguments that begin with `x-` are left out. Of nothing to compare, `all` is true and `any` is not.
 *
 * Source: rabbitmq.com/docs/exchanges, "Headers Exchange"; `rabbit_exchange_type_headers`.
 */
export function matchesHeaders(match: BindingParams['match'], wanted: Arguments, headers: Headers): boolean {
  const withX = match === 'all-with-x' || match === 'any-with-x';
  const compared = withX ? wanted : wanted.filter(({ name }) => !name.startsWith('x-'));
  const agrees = ({ name, value }: Arguments[number]) =>
    Object.hasOwn(headers, name) && (value === null || headers[name] === value);
  return match === 'all' || match === 'all-with-x' ? compared.every(agrees) : compared.some(agrees);
}
