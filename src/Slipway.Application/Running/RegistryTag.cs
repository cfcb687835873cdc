using System.Text;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Images;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Values;

namespace Slipway.Application.Running;

/// <summary>The tag that <c>mach</c> gives an image which it has built: <c>$REGISTRY/$FOLDER:$VERSION</c>.</summary>
internal sealed class RegistryTag(WorkspaceParts parts)
{
    private const string NoVersion = "latest";
    private const int MaximumSize = 4096;

    /// <summary>
    /// <c>REGISTRY</c> of the image's folder, else of all images; <c>VERSION</c> of the folder of its name, else
    /// <c>latest</c>. Without a registry the name alone.
    /// </summary>
    public string Of(ImageDefinition image)
    {
        var all = parts.Catalog.Config.Folder;
        var folder = all.Child(image.Name.Value);
        string? registry = new[] { folder, image.Folder, all }
            .Select(place => Line(place.Child(RegistryIdentity.RegistryFile)))
            .FirstOrDefault(line => line is not null) ?? parts.Catalog.Config.Registry;
        string version = Line(folder.Child(RegistryIdentity.VersionFile)) ?? NoVersion;
        return registry is null ? $"{image.Name}:{version}" : $"{registry}/{image.Name}:{version}";
    }

    private string? Line(RelativePath file)
    {
        // What cannot be read was told when the tree was.
        var files = new TreeFiles(parts.Tree, new DiagnosticBag());
        return files.Exists(file)
            && files.Read(file, MaximumSize) is { } content
            && Encoding.UTF8.GetString(content.Span).Trim() is { Length: > 0 } line
                ? line
                : null;
    }
}
