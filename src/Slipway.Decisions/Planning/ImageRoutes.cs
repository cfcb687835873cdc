using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;

namespace Slipway.Decisions.Planning;

/// <summary>The routes of an image's task: where the index finds it, and who else hears of it.</summary>
internal sealed class ImageRoutes(PushParameters parameters, string trustDomain, DiagnosticBag problems)
{
    // https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/schemas/v1/task.yml
    private const int LongestRoute = 249;
    private const int MostRoutes = 64;

    // Taskcluster's GitHub service shows tasks with this route at the commit
    // (https://docs.taskcluster.net/docs/reference/integrations/github/checks).
    private const string ChecksRoute = "checks";

    /// <param name="images">The images of one digest.</param>
    /// <param name="catalog">What the tree says about them.</param>
    public ImmutableArray<string> Of(IReadOnlyCollection<PlannedImage> images, ImageCatalog catalog)
    {
        var routes = new List<string>();
        foreach (var image in images)
        {
            var definition = catalog[image.Name];
            var task = definition.Extensions.Get<ImageTaskSettings>();
            if (definition.IsCached)
            {
                // As the plan has them: the digest's namespace decides whether an image is built, so it comes last.
                routes.AddRange(image.Inserts.Select(ns => $"index.{ns}"));
            }

            if (task.Index is { } product)
            {
                routes.AddRange(ProductRoutes(product, image));
            }

            if (task.Symbol is not null)
            {
                routes.Add(Treeherder.RouteOf(parameters));
            }
        }

        if (HasChecks(catalog.Config.Dialect))
        {
            routes.Add(ChecksRoute);
        }

        ImmutableArray<string> distinct = [.. routes.Distinct(StringComparer.Ordinal)];
        Check(distinct, images.First());
        return distinct;
    }

    // The route needs a scope, which only decisions of taskgraph's trees are sure to have.
    private bool HasChecks(Dialect dialect) => parameters.RepositoryType == "git" && dialect.Tasks.HasChecks;

    /// <summary>
    /// taskgraph's <c>V2_ROUTE_TEMPLATES</c>; a pull request writes into its own scope only, so it has none.
    /// </summary>
    private IEnumerable<string> ProductRoutes(ProductIndex product, PlannedImage image)
    {
        if (product.Type != ProductIndex.GenericType)
        {
            problems.Add(new Diagnostic(
                TaskCodes.IndexTypeUnknown,
                $"{image.Name} has the index type '{Display.Text(product.Type)}', "
                + "whose namespaces only a transform of taskgraph knows",
                $"Its task is found under its digest only; use the type '{ProductIndex.GenericType}' "
                + "for taskgraph's own namespaces.",
                Severity: Severity.Warning));
            return [];
        }

        if (parameters.Push.PullRequest is not null)
        {
            return [];
        }

        string date = parameters.Push.PushDate.UtcDateTime.ToString(
            "yyyy.MM.dd.yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        string top = $"index.{trustDomain}.v2.{parameters.Project}";
        string end = $"{product.Product}.{product.JobName}";
        return
        [
            $"{top}.latest.{end}",
            $"{top}.pushdate.{date}.{end}",
            $"{top}.pushlog-id.{parameters.PushlogId}.{end}",
            $"{top}.revision.{parameters.HeadRevision}.{end}",
        ];
    }

    private void Check(ImmutableArray<string> routes, PlannedImage image)
    {
        foreach (string route in routes.Where(route => route.Length > LongestRoute))
        {
            problems.Add(new Diagnostic(
                TaskCodes.SettingInvalid,
                $"The task of {image.Name} has a route of {route.Length} characters, '{Display.Text(route)}'",
                $"The Queue takes {LongestRoute}; shorten the templates below 'index:' of slipway.yml, "
                + "or the image's name."));
        }

        if (routes.Length > MostRoutes)
        {
            problems.Add(new Diagnostic(
                TaskCodes.SettingInvalid,
                $"The task of {image.Name} has {routes.Length} routes, because that many images have one digest",
                $"The Queue takes {MostRoutes}; remove some of these images."));
        }
    }
}
