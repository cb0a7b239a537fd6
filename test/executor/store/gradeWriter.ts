/** A thread that puts the same grades again and again, each time as an opener of its own, and counts the times. */
import { workerData } from "node:worker_threads";
import { openGradeStore } from "../../../src/executor/store/gradeStore.ts";

const { file, keys, counter, times } = workerData as {
  file: string;
  keys: string[];
  counter: Int32Array;
  times: number;
};
for (let time = 0; time < times; time++) {
  const store = await openGradeStore(file, { onWarning: (warning) => process.stderr.write(`${warning}\n`) });
  for (const key of keys) store.put(key, `grades ${key} ${time}`);
  store.close();
  Atomics.add(counter, 0, 1);
}
