using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rule 4.2: puts a task on the chain, with its type and the kind of worker that runs it.</summary>
internal static class LinkMaker
{
    private const string DockerScope = "docker-worker:";

    /// <param name="name">The way to it; its last part is the type.</param>
    public static ChainLink Make(
        ChainVerification chain, string name, string taskId, bool isLink = true, LinkWay way = LinkWay.Named)
    {
        var document = chain.Task(taskId);
        var definition = document.Definition;
        if (definition.Failure is { } failure)
        {
            throw new RuleBrokenException($"the definition of task {taskId} cannot be understood: {failure}");
        }

        if (definition.Value is not JsonObject task || !task.At("payload").IsTruthy())
        {
            throw new RuleBrokenException($"the definition of task {taskId} has no payload");
        }

        return new ChainLink(name, taskId, TypeOf(name, task, way), ImplementationOf(chain, name, task), document)
        {
            IsLink = isLink,
            IsParentOnly = way != LinkWay.Named,
        };
    }

    private static string TypeOf(string name, JsonObject task, LinkWay way)
    {
        string word = name.Split(':')[^1];
        string type = way == LinkWay.ParentImage ? LinkTypes.Image
            : word != LinkTypes.Parent ? word
            : task.At("payload", "env", "ACTION_CALLBACK").IsTruthy() || task.At("extra").Has("action")
                ? LinkTypes.Action
                : LinkTypes.Decision;
        return LinkTypes.All.Contains(type)
            ? type
            : throw new RuleBrokenException($"{name} has a type that no chain may have: {type}");
    }

    private static string ImplementationOf(ChainVerification chain, string name, JsonObject task)
    {
        var payload = task.At("payload");
        var words = new SortedSet<string>(StringComparer.Ordinal);
        if (payload.At("image").IsTruthy() || task.At("scopes").Texts().Any(
            scope => scope.StartsWith(DockerScope, StringComparison.Ordinal)))
        {
            words.Add(WorkerKinds.DockerWorker);
        }

        if (task.TextAt("provisionerId") is { } provisioner
            && chain.Policy.ScriptworkerProvisioners.Contains(provisioner))
        {
            words.Add(WorkerKinds.Scriptworker);
        }

        if (payload.At("mounts") is not null || payload.At("osGroups") is not null)
        {
            words.Add(WorkerKinds.GenericWorker);
        }

        if (task.At("tags", "worker-implementation") is { } tag && tag.IsTruthy())
        {
            words.Add(tag.Text() ?? tag.Short());
        }

        return words.Count switch
        {
            1 => words.Min!,
            0 => throw new RuleBrokenException($"nothing says which kind of worker runs {name}"),
            _ => throw new RuleBrokenException(
                $"{name} is of more than one kind of worker: {string.Join(", ", words)}"),
        };
    }
}

/// <summary>How a task got onto the chain.</summary>
internal enum LinkWay
{
    /// <summary>Another task names it, and its type.</summary>
    Named,

    /// <summary>Only an image's environment names it, as the one that the image was built on.</summary>
    ParentImage,

    /// <summary>A task that is only there because of a parent image names it.</summary>
    NamedByParent,
}
