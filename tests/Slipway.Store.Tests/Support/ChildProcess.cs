using System.Diagnostics;
using System.Globalization;
using Slipway.Model.Diagnostics;
using Slipway.Model.Maintenance;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Store.Settings;
using Slipway.Store.Tests.Maintenance;

namespace Slipway.Store.Tests.Support;

/// <summary>This executable, run again by a test as another process.</summary>
internal static class ChildProcess
{
    public const string Marker = "--child";

    public static Process Start(params string[] arguments)
    {
        string executable = Path.Join(AppContext.BaseDirectory, "Slipway.Store.Tests");
        return Process.Start(new ProcessStartInfo(executable, [Marker, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    public static async Task ExpectSuccessAsync(this Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await error);
    }

    public static async Task<int> MainAsync(string[] arguments)
    {
        using var store = EmbeddedStore.Open(new StoreOptions
        {
            Home = arguments[1],
            IsShared = Environment.GetEnvironmentVariable("SLIPWAY_TEST_SHARED") == "1",
        });
        switch (arguments[0])
        {
            case "put":
                await PutAsync(store, arguments[2], ImageHash.Parse(arguments[3]), arguments[4..]);
                break;
            case "work":
                await WorkAsync(store, int.Parse(arguments[2], CultureInfo.InvariantCulture), arguments[3]);
                break;
            case "lock":
                using (await store.Locks.AcquireAsync(InputsDigest.Parse(arguments[2]), null, CancellationToken.None))
                {
                    Console.WriteLine("held");
                    await Task.Delay(Timeout.Infinite);
                }

                break;
            case "write":
                await WriteAsync(store, ImageHash.Parse(arguments[2]), arguments[3]);
                break;
            case "gc" or "gc-policy":
                var gc = arguments[0] == "gc" ? new GcOptions() : GcKillCampaignTests.ByPolicy;
                // Everything is loaded and compiled by then, so that the parent's clock measures the work alone.
                await store.Maintenance.CollectAsync(new GcPlan([], [], [], [], []), new GcOptions(), default);
                Console.WriteLine("ready");
                Console.ReadLine();
                await store.Maintenance.CollectAsync(
                    await store.Maintenance.PlanGcAsync(gc, default), gc, default);
                Console.WriteLine("done");
                break;
            case "read":
                await ReadAsync(store);
                break;
            case "secret":
                // All wait for the same moment, so that they make it at once.
                Console.WriteLine("ready");
                while (!File.Exists(arguments[2]))
                {
                    await Task.Delay(1);
                }

                Console.WriteLine(store.Secret.IdFor("test", "text"));
                break;
            default:
                return 2;
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine($"peak {self.PeakWorkingSet64 >> 20} MiB");
        return 0;
    }

    /// <summary>Reads what is there, and says what comes of writing.</summary>
    private static async Task ReadAsync(EmbeddedStore store)
    {
        int entries = (await store.Index.ListEntriesAsync(IndexNamespace.Parse("a"), default)).Count;
        Console.WriteLine($"found {entries} entry");
        try
        {
            await store.Images.PutBlobAsync(new byte[] { 1 }, default);
        }
        catch (SlipwayException failure)
        {
            Console.WriteLine(failure.Diagnostics[0].Code);
        }
    }

    private static async Task PutAsync(EmbeddedStore store, string archive, ImageHash imageHash, string[] diffIds)
    {
        await using var stream = archive == "-" ? Console.OpenStandardInput() : File.OpenRead(archive);
        var expected = new EngineImageLayers(imageHash, [.. diffIds.Select(id => DiffId.Parse(id))]);
        var clock = Stopwatch.StartNew();
        var result = await store.Images.PutAsync(stream, expected, null, CancellationToken.None);
        Console.WriteLine(
            $"put {result.NewLayers} layers, {result.NewBytes} bytes in {clock.Elapsed.TotalSeconds:F2} s");
    }

    private static async Task WriteAsync(EmbeddedStore store, ImageHash imageHash, string destination)
    {
        var image = await store.Images.FindAsync(imageHash, CancellationToken.None)
            ?? throw new InvalidOperationException("The image is not there.");
        await using var stream = destination == "-" ? Console.OpenStandardOutput() : File.Create(destination);
        var clock = Stopwatch.StartNew();
        await store.Images.WriteArchiveAsync(image, ["store-bench:latest"], 0, stream, null, CancellationToken.None);
        await Console.Error.WriteLineAsync($"written in {clock.Elapsed.TotalSeconds:F2} s");
    }

    /// <summary>Everything that processes do to a store at the same time, over and over.</summary>
    private static async Task WorkAsync(EmbeddedStore store, int rounds, string seed)
    {
        var expires = DateTimeOffset.UtcNow.AddDays(1);
        for (int i = 0; i < rounds; i++)
        {
            var ns = IndexNamespace.Parse($"shared.cache.{i % 5}");
            await store.Images.PutBlobAsync(BitConverter.GetBytes(i), default);
            var image = new TestImage(
                TestImage.Layer("shared", 20_000), TestImage.Layer($"{seed} {i % 3}", 20_000 + i));
            var put = await store.Images.PutAsync(
                new MemoryStream(image.PodmanArchive()), image.Expected, null, default);
            var record = TestBuild.Record(
                new InputsDigest(image.Hash.Sha256),
                image.Hash,
                DateTimeOffset.UnixEpoch.AddSeconds(i),
                image: "image");
            await TestBuild.IndexAsync(store, ns.Value, record, expires);
            await store.Index.FindAsync(ns, default);
            await TestBuild.IndexAsync(store, $"own.{seed}.{i}", record, expires);
            await store.Images.NameAsync(
                ImageName.Parse("image"),
                InputsDigest.Of(image.Config),
                put.Image,
                IndexScope.Of(Level.Lowest),
                default);
            store.Digests.RecordFile($"/tree/{seed}/{i}", new FileStamp(1, (ulong)i, 1, 1, 1), image.Hash.Sha256);
            await store.Digests.FlushAsync(default);
        }
    }
}
