using Slipway.Taskcluster.Testing.Shapes;

namespace Slipway.Taskcluster.Testing.Objects;

/// <summary>What the requests to the Object service have to look like.</summary>
/// <remarks>https://github.com/taskcluster/taskcluster/tree/v106.0.0/services/object/schemas/v1</remarks>
internal static class ObjectShapes
{
    private const string ProjectIdPattern = "^([a-zA-Z0-9._/-]*)$";
    private const int InlineLimit = 10926;

    private static readonly Shape Project = Shape.Text(ProjectIdPattern, 1, 500);

    private static readonly ObjectShape Hashes = Shape.Object(
        [], [("sha256", Shape.Text("^[a-z0-9]{64}$")), ("sha512", Shape.Text("^[a-z0-9]{128}$"))]).Open();

    public static readonly Shape Upload = Shape.Object(
        [
            ("projectId", Project),
            ("uploadId", Shape.TaskId),
            ("expires", Shape.Time),
            (
                "proposedUploadMethods",
                Shape.Object(
                    [],
                    [
                        (
                            "dataInline",
                            Shape.Object([
                                ("contentType", Shape.Text()),
                                ("objectData", Shape.Text(maximum: InlineLimit)),
                            ])),
                        ("putUrl", Shape.Object([("contentType", Shape.Text()), ("contentLength", Shape.Integer())])),
                    ])),
        ],
        [("hashes", Hashes)]);

    public static readonly Shape Finish = Shape.Object(
        [("projectId", Project), ("uploadId", Shape.TaskId)], [("hashes", Hashes)]);

    public static readonly Shape Download = Shape.Object(
        [("acceptDownloadMethods", Shape.Object([], [("simple", Shape.True), ("getUrl", Shape.True)]))]);
}
