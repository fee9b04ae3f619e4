// The sandbox's stand-in for Miro's script has the shape that Miro's released types declare. It has
// not all of it: what it lacks, no script of the panel may call (tests/unit/plugin/web/test_panel.py).
import type { Miro } from "@mirohq/websdk-types";

type Theirs = Miro["board"];
type Ours = typeof hedgerowStandIn.board;

// Each name of ours is one of theirs, in the same place ...
type Strays<O, T> = {
  [K in keyof O]: K extends keyof T ? (O[K] extends (...given: any[]) => any ? never : Strays<O[K], T[K]>) : K;
}[keyof O];
const strays: Strays<Ours, Theirs> extends never ? true : Strays<Ours, Theirs> = true;

// ... and is called in the same way.
type Shared<O, T> = { [K in keyof O & keyof T]: O[K] extends (...given: any[]) => any ? T[K] : Shared<O[K], T[K]> };
const board: Shared<Ours, Theirs> = hedgerowStandIn.board;

export { board, strays };
