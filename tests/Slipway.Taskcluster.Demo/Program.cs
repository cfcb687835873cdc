using System.Runtime.InteropServices;

namespace Slipway.Taskcluster.Demo;

/// <summary>
/// A Taskcluster on this machine, with workers that build images, until Ctrl-C: <c>taskcluster-demo</c> starts it.
/// </summary>
internal static class Program
{
    private const string Usage = "usage: taskcluster-demo";

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["--slipway", var slipway, "--example", var example])
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        using var ending = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            using var folder = new DemoFolder(Path.GetFullPath(slipway), Path.GetFullPath(example));
            await using var demo = new DemoDeployment(folder, Console.Out);
            await demo.RunAsync(Console.In, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await Console.Out.WriteLineAsync("\nEnded; nothing of it is left.");
        }
        catch (DirectoryNotFoundException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }

        return 0;

        void End(PosixSignalContext context)
        {
            // The process ends by itself when the workers have ended their tasks.
            context.Cancel = true;
            ending.Cancel();
        }
    }
}
