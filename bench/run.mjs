/**
 * `npm run bench` compares; `-- memory` looks for leaks; `-- profile` tells where the time goes; `-- rows` reads a
 * source of 10 million rows; `-- timing` whether the
 * time of an answer tells who has an account. Options: see there.
 */
const commands = {
  memory: () => import("./memory.mjs"),
  profile: () => import("./profile.mjs"),
  rows: () => import("./rows.mjs"),
  timing: () => import("./timing.mjs"),
};
const compare = () => import("./compare.mjs");
await (commands[process.argv[2]] ?? compare)();
