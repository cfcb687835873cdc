using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Sharing.Support;

/// <summary>Many processes of several machines that build the same images, and are killed meanwhile.</summary>
/// <param name="machines">The machines.</param>
/// <param name="images">The images.</param>
/// <param name="processes">How many run at once.</param>
/// <param name="kills">How many are killed.</param>
/// <param name="seed">Makes the same of it again, as far as time allows.</param>
internal sealed class SharedCrowd(
    IReadOnlyList<SharedMachine> machines, IReadOnlyList<string> images, int processes, int kills, int seed)
{
    // A killed builder is waited for for two minutes, and one killed after another for two minutes each.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    private const int ImagesOfProcess = 10;

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly Dictionary<int, Action> _running = [];
    private readonly ConcurrentQueue<int>[] _left = [.. machines.Select(_ => new ConcurrentQueue<int>())];
    private string[][][] _portions = [];
    private int _waiting;

    /// <summary>How many processes were killed before they had ended.</summary>
    public int Killed { get; private set; }

    /// <summary>How many processes ran to their end.</summary>
    public int Ended { get; private set; }

    /// <summary>By image, how often a process built it that was not killed.</summary>
    public ConcurrentDictionary<string, int> Built { get; } = new(StringComparer.Ordinal);

    /// <summary>By image, how often a process found it built by another one meanwhile.</summary>
    public ConcurrentDictionary<string, int> Adopted { get; } = new(StringComparer.Ordinal);

    public async Task RunAsync()
    {
        _portions = [.. machines.Select(_ => Portions())];
        for (int machine = 0; machine < machines.Count; machine++)
        {
            for (int portion = 0; portion < _portions[machine].Length; portion++)
            {
                _left[machine].Enqueue(portion);
                _waiting++;
            }
        }

        using var end = new CancellationTokenSource();
        var killing = KillAsync(end.Token);
        await Task.WhenAll(Enumerable.Range(0, processes).Select(slot => WorkAsync(slot, slot % machines.Count)));
        await end.CancelAsync();
        await killing;
    }

    // Every image twice on each machine, in an order of its own.
    private string[][] Portions()
    {
        string[] twice = [.. Shuffled(), .. Shuffled()];
        return [.. twice.Chunk(ImagesOfProcess)];

        string[] Shuffled()
        {
            string[] all = [.. images];
            _random.Shuffle(all);
            return all;
        }
    }

    private async Task WorkAsync(int slot, int machine)
    {
        while (_left[machine].TryDequeue(out int portion))
        {
            while (!await TryAsync(slot, machine, _portions[machine][portion]))
            {
                // What was killed is wanted all the same.
            }

            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <returns>False when it was killed.</returns>
    private async Task<bool> TryAsync(int slot, int machine, string[] wanted)
    {
        await using var process = machines[machine].Start(
            ["build", .. wanted, "--level", "3", "--jobs", "3", "--json"]);
        bool isKilled = false;
        lock (_lock)
        {
            _running[slot] = () =>
            {
                if (!process.HasExited)
                {
                    process.Kill();
                    isKilled = true;
                }
            };
        }

        ToolResult result;
        try
        {
            result = await process.WaitAsync(Longest);
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(slot);
            }
        }

        if (isKilled && result.ExitCode != 0)
        {
            Killed++;
            return false;
        }

        Assert.True(result.ExitCode == 0, result.ToString());
        foreach (var image in JsonNode.Parse(result.Output)!["images"]!.AsArray())
        {
            var counts = (string)image!["result"]! switch
            {
                "built" => Built,
                "reused" => null,
                _ => Adopted,
            };
            counts?.AddOrUpdate((string)image["name"]!, 1, static (_, count) => count + 1);
        }

        lock (_lock)
        {
            Ended++;
        }

        return true;
    }

    private async Task KillAsync(CancellationToken end)
    {
        int portions = _waiting;
        for (int kill = 0; kill < kills; kill++)
        {
            // Spread over what there is to do, and not over a time that nobody knows.
            int until = portions - (portions * kill / (kills + 1));
            try
            {
                while (Volatile.Read(ref _waiting) > until)
                {
                    await Task.Delay(50, end);
                }

                await Task.Delay(_random.Next(100, 3000), end);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            lock (_lock)
            {
                if (_running.Count > 0)
                {
                    _running.ElementAt(_random.Next(_running.Count)).Value();
                }
            }
        }
    }
}
