using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Core.Catalog;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Decisions.Planning;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Gecko;

/// <summary>The environment of gecko's tasks of images and packages.</summary>
internal sealed class GeckoEnvironment(ImageCatalog catalog, DecisionRequest request)
{
    private readonly PushParameters _parameters = request.Parameters;

    private readonly string _prefix = catalog.Config.Extensions.Get<GeckoTaskSettings>().ParameterPrefix;

    public JsonObject OfImage(
        ImageDefinition image, Sha256Digest contextHash, IReadOnlyDictionary<ImageName, ImageTask> tasks)
    {
        var environment = new JsonObject
        {
            [ImageTaskVariables.ContextTask] = request.Decision.Value,
            [ImageTaskVariables.ContextPath] = ArtifactName.ContextOf(image.Name).Value,
            [ImageTaskVariables.Hash] = contextHash.ToString(),
            ["PROJECT"] = _parameters.Project,
            [ImageTaskVariables.ImageName] = image.Name.Value,
            // Level 1 is about the time to the end; above, images are read more often than they are built.
            [ImageTaskVariables.Compression] = _parameters.Push.Level == Level.Lowest ? "3" : "10",
            [ImageTaskVariables.BuildArguments] = ArgumentsOf(image, tasks),
            ["GECKO_BASE_REPOSITORY"] = _parameters.BaseRepository,
            ["GECKO_HEAD_REPOSITORY"] = _parameters.HeadRepository,
            ["GECKO_HEAD_REV"] = _parameters.HeadRevision,
        };
        if (image.Parents.FirstOrDefault(edge => edge.IsBase) is { } parent)
        {
            environment[ImageTaskVariables.ParentTask] = tasks[parent.Parent].Task.Value;
        }

        AddCommon(environment);
        return environment;
    }

    public JsonObject OfPackage(ImageDefinition image, IReadOnlyDictionary<ImageName, ImageTask> tasks)
    {
        var environment = new JsonObject();
        foreach (var (name, value) in image.Extensions.Get<PackageTaskSettings>().Environment)
        {
            environment[name] = value;
        }

        environment["DEBFULLNAME"] = "Mozilla build team";
        environment["DEBEMAIL"] = "dev-builds@lists.mozilla.org";
        if (image.Package!.Patch is { } patch)
        {
            environment["PATCH_URL"] = SourceLink.RawOf(_parameters, patch);
        }

        if (!image.Package.BuiltWith.IsEmpty)
        {
            environment["PACKAGES"] = IdsOf(image.Package.BuiltWith, tasks);
        }

        AddCommon(environment);
        return environment;
    }

    private string ArgumentsOf(ImageDefinition image, IReadOnlyDictionary<ImageName, ImageTask> tasks)
    {
        const string Packages = GeckoImageSettings.PackagesArgument;
        var settings = image.Extensions.Get<GeckoImageSettings>();
        var order = settings.ArgumentOrder.Where(image.Args.ContainsKey)
            .Concat(image.Args.Keys)
            .Distinct(StringComparer.Ordinal)
            .Where(name => name != Packages);
        return catalog.Config.Dialect.Tasks.WriteArguments(
            order.Select(name => KeyValuePair.Create(name, image.Args[name]))
                .Append(KeyValuePair.Create(Packages, IdsOf(settings.Packages, tasks))),
            catalog.Config);
    }

    private static string IdsOf(IEnumerable<ImageName> names, IReadOnlyDictionary<ImageName, ImageTask> tasks) =>
        string.Join(' ', names.Select(name => tasks[name].Task.Value));

    private void AddCommon(JsonObject environment)
    {
        environment["SCCACHE_DISABLE"] = "1";
        environment["MOZ_AUTOMATION"] = "1";
        environment["MOZ_BUILD_DATE"] = _parameters.Values.GetValueOrDefault("moz_build_date")
            ?? _parameters.Push.PushDate.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        environment["MOZ_SCM_LEVEL"] = _parameters.Push.Level.ToString();
        environment["MOZ_SOURCE_CHANGESET"] = Own("head_rev", _parameters.HeadRevision);
        environment["MOZ_SOURCE_REPO"] = Own("head_repository", _parameters.HeadRepository);
    }

    private string Own(string name, string plain) =>
        _prefix.Length > 0 && _parameters.Values.TryGetValue(_prefix + name, out string? own) ? own : plain;
}
