import type { Context } from 'hono';
import type * as z from 'zod';
import type { Person, Role } from '../../core/api/session.ts';
import type { ProblemStatus } from './problem.ts';

/** `anyone`: also who has not signed in. */
export type Needs = Role | 'anyone';

/** JSON as a schema has it, or bytes as they came, for who reads them otherwise. */
type BodyKind = z.ZodType | 'bytes';
/** A schema: JSON, told through it. A media type: the handler makes the response. Null: there is nothing to tell. */
type AnswerKind = z.ZodType | `${string}/${string}` | null;

/** One route of the API. There is none without a role, and none that the OpenAPI document does not have. */
export interface RouteSpec<
  N extends Needs = Needs,
  Params extends z.ZodObject | undefined = z.ZodObject | undefined,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  Body extends BodyKind | undefined = BodyKind | undefined,
  Answer extends AnswerKind = AnswerKind,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As OpenAPI writes it: `/api/incidents/{id}`. */
  readonly path: `/${string}`;
  readonly role: N;
  /** One line, for the document. */
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  /** Fields that it does not have are refused, as in `body`: a filter that is misspelt must not show everything. */
  readonly query?: Query;
  readonly body?: Body;
  /**
   * Of the body. None that a page of another site may send without the browser asking first: no form's, no plain text.
   * @default `application/json`
   */
  readonly media?: readonly `application/${string}`[];
  /** Bytes. @default 65,536 */
  readonly maxBody?: number;
  readonly answer: Answer;
  /** @default 200, or 204 where there is nothing to tell */
  readonly status?: 200 | 201 | 202;
  /** What it may be refused with besides what every route may be: 401, 403, 422, 429 and so on. */
  readonly problems?: readonly ProblemStatus[];
  /** Tight, for what could be guessed; wide, for programs that send logs. @default by the method: reading or writing */
  readonly limit?: 'guessing' | 'logging';
}

/** A request that was let in, its parts as their schemas have them. */
export interface Asked<
  N extends Needs,
  Params extends z.ZodObject | undefined,
  Query extends z.ZodObject | undefined,
  Body extends BodyKind | undefined,
> {
  readonly params: Read<Params>;
  readonly query: Read<Query>;
  readonly body: Read<Body>;
  /** Who asks: what they decide is theirs by this name, whatever the request says. */
  readonly person: N extends 'anyone' ? Person | null : Person;
  readonly context: Context;
}

type Read<Part> = Part extends z.ZodType
  ? z.output<Part>
  : Part extends 'bytes'
    ? Uint8Array<ArrayBuffer>
    : undefined;

type Told<Answer> = Answer extends z.ZodType
  ? Unchanging<z.input<Answer>>
  : Answer extends string
    ? Response
    : void;

/** Handlers hand out what they were handed: `readonly` all through. */
type Unchanging<T> = T extends readonly (infer Item)[]
  ? readonly Unchanging<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Unchanging<T[Key]> }
    : T;

/** A route as the frame sees it. */
export interface Route {
  readonly spec: RouteSpec;
  readonly handle: (asked: unknown) => Promise<unknown>;
}

/** Declares a route: what it takes, who may, what it answers; and does it. */
export const route = <
  const N extends Needs,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends BodyKind | undefined = undefined,
  const Answer extends AnswerKind = null,
>(
  spec: RouteSpec<N, Params, Query, Body, Answer>,
  handle: (asked: Asked<N, Params, Query, Body>) => Promise<Told<Answer>> | Told<Answer>,
): Route => ({ spec, handle: async (asked) => await handle(asked as Asked<N, Params, Query, Body>) });
