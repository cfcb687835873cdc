using System.CommandLine;
using Slipway.Application.Decisions;

namespace Slipway.Cli.Options;

/// <summary>The options that describe a push as taskgraph's parameters do, besides the global ones.</summary>
internal sealed class PushParameterOptionSet
{
    private readonly Option<string?> _file = Text(
        "--parameters", "FILE", "taskgraph's parameters of the push, YAML or JSON; the other options go before it");

    private readonly Option<string?> _owner = Text("--owner", "EMAIL", "Who caused the push");

    private readonly Option<string?> _tasksFor = Text(
        "--tasks-for", "EVENT", "What caused it, such as hg-push or github-pull-request");

    private readonly Option<string?> _headRepository = Text(
        "--head-repository", "URL", "The repository that was pushed to");

    private readonly Option<string?> _baseRepository = Text(
        "--base-repository", "URL", "The repository that it was made from (default: --head-repository)");

    private readonly Option<string?> _headRef = Text("--head-ref", "REF", "The branch or tag that was pushed");

    private readonly Option<string?> _pushlogId = Text(
        "--pushlog-id", "ID", "Mercurial's number of the push (default: 0)");

    public void AddTo(Command command)
    {
        Option[] all = [_file, _owner, _tasksFor, _headRepository, _baseRepository, _headRef, _pushlogId];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    public PushParameterOptions Read(ParseResult arguments) => new()
    {
        File = arguments.GetValue(_file),
        Owner = arguments.GetValue(_owner),
        TasksFor = arguments.GetValue(_tasksFor),
        HeadRepository = arguments.GetValue(_headRepository),
        BaseRepository = arguments.GetValue(_baseRepository),
        HeadRef = arguments.GetValue(_headRef),
        PushlogId = arguments.GetValue(_pushlogId),
    };

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help };
}
