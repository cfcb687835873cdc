using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;

namespace Slipway.Decisions.Gecko;

/// <summary>The routes of gecko's tasks: where the index finds them, and Treeherder.</summary>
internal sealed class GeckoRoutes(
    SlipwayConfig config, PoolSettings settings, PushParameters parameters, DiagnosticBag problems)
{
    private static readonly ImmutableArray<string> Trunk = ["mozilla-central", "autoland", "comm-central"];

    private readonly GeckoTaskSettings _tasks = config.Extensions.Get<GeckoTaskSettings>();

    public ImmutableArray<string> Of(PlannedImage planned, ImageDefinition image)
    {
        var task = image.Extensions.Get<ImageTaskSettings>();
        // The digest's first, as gecko has them; what slipway itself inserts ends with it.
        var cached = image.IsCached ? planned.Inserts.Reverse().Select(ns => $"index.{ns}") : [];
        return
        [
            .. cached,
            .. task.Index is { } product ? OfProduct(product, image) : [],
            .. task.Symbol is null ? [] : new[] { Treeherder },
        ];
    }

    private string Revision => Parameter("head_rev", parameters.HeadRevision)!;

    private string Treeherder => $"tc-treeherder.v2.{GeckoShow.ProjectOf(_tasks, parameters)}.{Revision}";

    private IEnumerable<string> OfProduct(ProductIndex product, ImageDefinition image)
    {
        if (product.Type != ProductIndex.GenericType)
        {
            problems.Add(new Diagnostic(
                TaskCodes.IndexTypeUnknown,
                $"{image.Name} has the index type '{Display.Text(product.Type)}', whose namespaces only gecko knows",
                $"Its task is found under its digest only; use the type '{ProductIndex.GenericType}'.",
                image.Location,
                Severity.Warning));
            return [];
        }

        if (_tasks.Products is { } products && !products.Contains(product.Product))
        {
            problems.Add(new Diagnostic(
                TaskCodes.SettingInvalid,
                $"The product '{Display.Text(product.Product)}' of {image.Name} is not one of the tree's, and gecko "
                + "refuses it",
                "Add it to index.products of taskcluster/config.yml.",
                image.Location));
            return [];
        }

        var date = parameters.Push.PushDate.UtcDateTime;
        string day = date.ToString("yyyy.MM.dd", CultureInfo.InvariantCulture);
        string moment = date.ToString("yyyy.MM.dd.yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        string domain = $"index.{settings.TrustDomain}.v2";
        string top = $"{domain}.{GeckoShow.AliasOf(parameters)}{RefOf(parameters)}";
        string end = $"{product.Product}.{product.JobName}";
        string? gitRevision = Parameter("head_git_rev", null);
        return
        [
            $"{top}.latest.{end}",
            $"{top}.pushdate.{moment}.{end}",
            $"{top}.pushdate.{day}.latest.{end}",
            $"{top}.pushlog-id.{parameters.PushlogId}.{end}",
            $"{top}.revision.{Revision}.{end}",
            .. gitRevision is null ? [] : new[] { $"{top}.revision.{gitRevision}.{end}" },
            .. Trunk.Contains(parameters.Project) ? new[] { $"{domain}.trunk.revision.{Revision}.{end}" } : [],
        ];
    }

    private string? Parameter(string name, string? plain) =>
        parameters.Values.GetValueOrDefault(_tasks.ParameterPrefix + name) ?? plain;

    /// <summary>The branch or tag as a part of namespaces.</summary>
    private static string RefOf(PushParameters parameters)
    {
        var (name, type) = GeckoShow.HeadRefOf(parameters);
        return name.Length == 0 ? string.Empty : Uri.EscapeDataString($".{type}.{name}");
    }
}
