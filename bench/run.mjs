/**
 * `npm run bench` compares; `-- memory` looks for leaks; `-- profile` tells where the time goes; `-- timing` whether the
 * time of an answer tells who has an account. Options: see there.
 */
const commands = {
  memory: () => import("./memory.mjs"),
  profile: () => import("./profile.mjs"),
  timing: () => import("./timing.mjs"),
};
const compare = () => import("./compare.mjs");
await (commands[process.argv[2]] ?? compare)();
