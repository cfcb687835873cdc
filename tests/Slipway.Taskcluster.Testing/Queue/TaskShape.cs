using Slipway.Taskcluster.Testing.Shapes;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>What a task's definition has to look like.</summary>
/// <remarks>
/// https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/schemas/v1/create-task-request.yml and
/// task.yml
/// </remarks>
internal static class TaskShape
{
    public const string ProvisionerPattern = "^[a-zA-Z0-9-_]{1,38}$";
    public const string WorkerTypePattern = "^[a-z]([-a-z0-9]{0,36}[a-z0-9])?$";
    public const string TaskQueuePattern = "^[a-zA-Z0-9-_]{1,38}/[a-z]([-a-z0-9]{0,36}[a-z0-9])?$";
    public const string IdentifierPattern = "^([a-zA-Z0-9-_]*)$";
    public const int IdentifierLength = 38;

    private const string ProjectPattern = "^([a-zA-Z0-9._/-]*)$";
    private const string ScopePattern = @"^[\x20-\x7e]*$";
    private const string SourcePattern = @"^(https?:\/\/|ssh:\/\/|git@)";

    /// <summary>From the highest on.</summary>
    public static readonly string[] Priorities =
    [
        "highest",
        "very-high",
        "high",
        "medium",
        "low",
        "very-low",
        "lowest",
    ];

    public static readonly Shape Identifier = Shape.Text(IdentifierPattern, 1, IdentifierLength);

    public static readonly Shape Request = Shape.Object(
        [
            ("created", Shape.Time),
            ("deadline", Shape.Time),
            ("payload", Shape.AnyObject),
            ("metadata", Shape.Object([
                ("name", Shape.Text(maximum: 255)),
                ("description", Shape.Text(maximum: 32768)),
                ("owner", Shape.Text(maximum: 255)),
                ("source", Shape.Text(SourcePattern, maximum: 4096)),
            ])),
        ],
        [
            ("provisionerId", Shape.Text(ProvisionerPattern)),
            ("workerType", Shape.Text(WorkerTypePattern)),
            ("taskQueueId", Shape.Text(TaskQueuePattern)),
            ("schedulerId", Identifier),
            ("projectId", Shape.Text(ProjectPattern, 1, 500)),
            ("taskGroupId", Shape.TaskId),
            ("dependencies", Shape.List(Shape.TaskId, 10_000, areUnique: true)),
            ("requires", Shape.OneOf("all-completed", "all-resolved")),
            ("routes", Shape.List(Shape.Text(minimum: 1, maximum: 249), 64, areUnique: true)),
            ("priority", Shape.OneOf(Priorities)),
            ("retries", Shape.Integer(0, 49)),
            ("expires", Shape.Time),
            ("scopes", Shape.List(Shape.Text(ScopePattern))),
            ("tags", Shape.Map(Shape.Text(maximum: 4096))),
            ("extra", Shape.AnyObject),
        ]);
}
