using Slipway.Core.Dockerfiles.Syntax;

namespace Slipway.Core.Edges;

/// <summary>Finds the images in the flags of <c>RUN --mount=…,from=image</c>.</summary>
internal static class MountSources
{
    private const string Key = "from=";

    /// <summary>Whether a mount has a variable elsewhere than in the name of an image.</summary>
    /// <remarks>
    /// Buildah and Podman put its value in before they read the mount, so <c>target=$T</c> may bring a <c>from=</c>
    /// (imagebuilder's <c>dispatchers.go</c>, <c>ProcessWord</c> over each flag).
    /// </remarks>
    public static bool HasOtherVariable(BuilderFlag flag) =>
        flag.TryGetValue("mount", out _)
        && flag.Text.Count(c => c == '$')
            > Of(flag).Sum(field => flag.Text.AsSpan(field.Start, field.End - field.Start).Count('$'));

    /// <returns>Where each image stands in the flag's text; none for any other flag.</returns>
    public static IEnumerable<(int Start, int End)> Of(BuilderFlag flag)
    {
        if (!flag.TryGetValue("mount", out int start))
        {
            yield break;
        }

        for (int end; start < flag.Text.Length; start = end + 1)
        {
            end = flag.Text.IndexOf(',', start) is >= 0 and var comma ? comma : flag.Text.Length;
            int fieldStart = flag.Text[start] == '"' ? start + 1 : start;
            int fieldEnd = end > fieldStart && flag.Text[end - 1] == '"' ? end - 1 : end;
            if (flag.Text.AsSpan(fieldStart, fieldEnd - fieldStart).StartsWith(Key, StringComparison.OrdinalIgnoreCase))
            {
                yield return (fieldStart + Key.Length, fieldEnd);
            }
        }
    }
}
