using System.Collections.Immutable;

namespace Slipway.Trust.Naming;

/// <summary>The words for types of tasks that mean something to the rules.</summary>
internal static class LinkTypes
{
    public const string Decision = "decision";
    public const string Action = "action";
    public const string Parent = "parent";

    /// <summary>In place of a type: the task whose image an image was built on.</summary>
    public const string ParentImage = "parent-image";

    public const string Image = "docker-image";

    public static readonly ImmutableHashSet<string> All =
    [
        "scriptworker", "balrog", "beetmover", "bouncer", "build", "l10n", "repackage", Action, Decision, Image,
        "pushapk", "shipit", "signing", "partials",
    ];

    /// <summary>The same in order, for people.</summary>
    public static readonly ImmutableArray<string> Names = [.. All.Order(StringComparer.Ordinal)];

    /// <summary>Those that only scriptworkers run.</summary>
    public static readonly ImmutableHashSet<string> OfScriptworker =
        ["scriptworker", "balrog", "beetmover", "bouncer", "pushapk", "shipit", "signing"];
}
