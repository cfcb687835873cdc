using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using Slipway.Cli.Commands;
using Slipway.Cli.Rendering;
using Slipway.Core.Diagnostics;

namespace Slipway.Cli.CommandLine;

/// <summary>Runs a command line: signals in, exit codes out, and the one place that prints errors.</summary>
internal static class CliHost
{
    private static readonly IReadOnlyList<Example> RootExamples =
    [
        new("slipway list", "the images of this tree"),
        new("slipway plan", "what would be built, and why"),
        new("slipway build", "build what is missing, parents first"),
        new("slipway run IMAGE -- sh", "load or build an image and run it"),
    ];

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var globals = new GlobalOptions();
        var root = CreateRoot(globals);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        using var cancellation = new CancellationTokenSource();
        using var interrupt = Listen(PosixSignal.SIGINT, cancellation);
        using var terminate = Listen(PosixSignal.SIGTERM, cancellation);
        var terminal = Terminal.For(parsed.GetValue(globals.NoColor), output, error);
        try
        {
            if (parsed.Errors.Count > 0)
            {
                throw new SlipwayException([.. parsed.Errors.Select(problem => new Diagnostic(
                    CliCodes.Syntax,
                    problem.Message.TrimEnd('.'),
                    $"Run `{CommandPath(parsed)} --help`."))]);
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            terminal.ErrorLine("Cancelled.");
            return (int)ExitCode.Cancelled;
        }
        catch (SlipwayException failure)
        {
            DiagnosticRenderer.Write(terminal, failure, Verbosity(args));
            return (int)failure.ExitCode;
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            var diagnostic = new Diagnostic(
                CliCodes.Bug,
                $"{bug.GetType().Name}: {bug.Message}",
                "Run the command again with -vv and report what it prints.");
            DiagnosticRenderer.Write(terminal, new SlipwayException(diagnostic, bug), Verbosity(args));
            return (int)ExitCode.Failed;
        }
    }

    /// <summary>How often <c>-v</c> was given.</summary>
    public static int Verbosity(IEnumerable<string> args) =>
        args.TakeWhile(arg => arg != "--").Sum(arg => arg switch
        {
            "-v" or "--verbose" => 1,
            "-vv" => 2,
            _ => 0,
        });

    private static RootCommand CreateRoot(GlobalOptions globals)
    {
        var root = new RootCommand("Slipway manages the container images that live in a source tree.")
        {
            new ListCommand(),
            new HashCommand(),
            new ContextCommand(),
            new PlanCommand(),
            new BuildCommand(),
            new LoadCommand(),
            new RunCommand(),
            IndexCommand.Create(),
            new LogCommand(),
            new GcCommand(),
            new FsckCommand(),
            new DoctorCommand(),
            new CompletionCommand(),
        };
        foreach (var option in globals.All)
        {
            root.Options.Add(option);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!, RootExamples);
        return root;
    }

    private static PosixSignalRegistration Listen(PosixSignal signal, CancellationTokenSource cancellation) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            // The first signal stops the work in order; the second one ends the process as the system would.
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        });

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Push(result.Command is RootCommand ? "slipway" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
