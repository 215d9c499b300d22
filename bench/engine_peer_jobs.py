"""What the peers' libraries answer; runs in their own environment, see engine_peers.py.

One request a line on standard input: {"job", "options", "folder"}, arrays in folder/in.npz. One answer
a line on standard output: {"seconds": processor seconds of the library's own work}, arrays in
folder/out.npz. Everything that the libraries print goes to standard error.
"""

import contextlib
import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np

SEASON = 12


def forecast(arrays, model, horizon, level=None):
    """One model over all series (n x T, NaN before life): mean, and bounds if a level is given.

    A series on which the library fails gets the mean of its last year, and is counted."""
    from statsforecast import models

    options = {
        "AutoETS": {"season_length": SEASON},
        "DynamicOptimizedTheta": {"season_length": SEASON},
        "AutoCES": {"season_length": SEASON},
        "AutoARIMA": {"season_length": SEASON},
        "TSB": {"alpha_d": 0.1, "alpha_p": 0.1},
    }
    make = getattr(models, model)
    mean, lower, upper, failed = [], [], [], 0
    wanted = {"h": horizon} | ({"level": [level]} if level else {})
    started = time.process_time()
    for row in arrays["y"]:
        series = row[~np.isnan(row)]
        try:
            answer = make(**options.get(model, {})).forecast(y=series, **wanted)
        except Exception:
            failed += 1
            answer = {
                name: np.full(horizon, series[-SEASON:].mean()) for name in ("mean", f"lo-{level}", f"hi-{level}")
            }
        mean.append(np.broadcast_to(answer["mean"], horizon))
        if level:
            lower.append(answer[f"lo-{level}"])
            upper.append(answer[f"hi-{level}"])
    seconds = time.process_time() - started
    found = {"mean": np.array(mean), "failed": np.array(failed)}
    return found | ({"lower": np.array(lower), "upper": np.array(upper)} if level else {}), seconds


def bg_nbd(arrays):
    """Parameters r, alpha, a, b of the BG/NBD model."""
    from lifetimes import BetaGeoFitter

    started = time.process_time()
    fitted = BetaGeoFitter().fit(arrays["x"], arrays["recency"], arrays["age"])
    seconds = time.process_time() - started
    return {"parameters": np.array([fitted.params_[name] for name in ("r", "alpha", "a", "b")])}, seconds


def cdnow(arrays):
    """Purchases of the BG/NBD paper's sample: customer and day of each."""
    import lifetimes

    text = (Path(lifetimes.__file__).parent / "datasets/CDNOW_sample.txt").read_text().split("\n")
    fields = [line.split() for line in text if line.strip()]
    days = [f"{row[2][:4]}-{row[2][4:6]}-{row[2][6:]}" for row in fields]
    return {
        "customer": np.array([int(row[1]) for row in fields]),
        "day": np.array(days, "datetime64[D]").astype(int),
    }, 0.0


def pairs(arrays, support):
    """Frequent pairs: lower item, higher item, baskets with both; the table is made before the clock starts."""
    import pandas as pd
    from mlxtend.frequent_patterns import fpgrowth

    table = pd.DataFrame(arrays["matrix"])
    started = time.process_time()
    found = fpgrowth(table, min_support=support, max_len=2)
    seconds = time.process_time() - started
    rows = [
        (*sorted(items), round(share * len(table)))
        for items, share in zip(found["itemsets"], found["support"], strict=True)
        if len(items) == 2
    ]
    return {"pairs": np.array(sorted(rows), dtype=int).reshape(-1, 3)}, seconds


def memory(arrays):
    """Megabytes that this process holds now, with the libraries that it has used so far."""
    lines = Path("/proc/self/status").read_text().split("\n")
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return {"megabytes": np.array(kilobytes * 1024 / 1e6)}, 0.0


JOBS = {job.__name__: job for job in (forecast, bg_nbd, cdnow, pairs, memory)}


def main() -> None:
    answers = sys.stdout
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        for line in sys.stdin:
            request = json.loads(line)
            folder = Path(request["folder"])
            with np.load(folder / "in.npz") as stored:
                arrays = dict(stored)
            found, seconds = JOBS[request["job"]](arrays, **request["options"])
            np.savez(folder / "out.npz", **found)
            print(json.dumps({"seconds": seconds}), file=answers, flush=True)


if __name__ == "__main__":
    main()
