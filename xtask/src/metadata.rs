//! The dependency graph as `cargo metadata` tells it, for the platform we run on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;

/// Every package that a build, a test or a benchmark of the workspace can use on this platform.
pub(crate) struct Metadata {
    pub(crate) packages: BTreeMap<String, Package>,
    members: BTreeSet<String>,
}

/// One package; edges point to package ids.
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: Option<String>,
    /// Where its sources are.
    pub(crate) folder: PathBuf,
    pub(crate) edges: Vec<Edge>,
}

/// A dependency of one package on another.
pub(crate) struct Edge {
    pub(crate) to: String,
    pub(crate) kind: Kind,
}

/// What a dependency is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Normal,
    Build,
    Development,
}

impl Metadata {
    /// Asks cargo.
    pub(crate) fn read(config: &Config) -> Outcome<Self> {
        let host = host_platform()?;
        let arguments = [
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            &host,
        ];
        let json = process::capture(&mut process::cargo(config, &arguments))?;
        let value: Value = serde_json::from_slice(&json)
            .map_err(|error| Failure::new(format!("cargo metadata is not JSON: {error}")))?;
        Self::from_json(&value, &built(config)?)
            .ok_or_else(|| Failure::new("cargo metadata has another shape"))
    }

    fn from_json(value: &Value, built: &BTreeSet<(String, String)>) -> Option<Self> {
        let mut edges = BTreeMap::new();
        for node in value["resolve"]["nodes"].as_array()? {
            edges.insert(node["id"].as_str()?, edges_of(node)?);
        }
        let mut packages = BTreeMap::new();
        for package in value["packages"].as_array()? {
            let id = package["id"].as_str()?;
            // What another platform alone uses is listed, but not resolved.
            let Some(edges) = edges.remove(id) else {
                continue;
            };
            let name = package["name"].as_str()?.to_owned();
            let version = package["version"].as_str()?.to_owned();
            if !built.contains(&(name.clone(), version.clone())) {
                continue;
            }
            packages.insert(
                id.to_owned(),
                Package {
                    id: id.to_owned(),
                    name,
                    version,
                    licence: package["license"].as_str().map(str::to_owned),
                    folder: Path::new(package["manifest_path"].as_str()?)
                        .parent()?
                        .to_owned(),
                    edges,
                },
            );
        }
        let members = value["workspace_members"].as_array()?;
        let members = members
            .iter()
            .filter_map(|id| Some(id.as_str()?.to_owned()))
            .collect();
        Some(Self { packages, members })
    }

    /// The workspace's own crates.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.members.iter().filter_map(|id| self.packages.get(id))
    }

    /// Everybody else's crates.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .values()
            .filter(|package| !self.members.contains(&package.id))
    }

    /// Whether this package is one of the workspace's own.
    pub(crate) fn is_member(&self, package: &Package) -> bool {
        self.members.contains(&package.id)
    }

    /// The packages that one depends on directly, with the kind of each dependency.
    pub(crate) fn dependencies<'a>(
        &'a self,
        package: &'a Package,
    ) -> impl Iterator<Item = (&'a Package, Kind)> {
        package
            .edges
            .iter()
            .filter_map(|edge| Some((self.packages.get(&edge.to)?, edge.kind)))
    }

    /// The packages that depend directly on `name`, for whatever.
    pub(crate) fn dependents<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Package> {
        self.packages.values().filter(move |package| {
            self.dependencies(package)
                .any(|(dependency, _)| dependency.name == name)
        })
    }

    /// What ends up in the program: the normal dependencies of `package`, theirs, and so on, each with the path to it.
    pub(crate) fn reach<'a>(&'a self, package: &'a Package) -> Vec<(&'a Package, Vec<&'a str>)> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let mut waiting = vec![(package, vec![package.name.as_str()])];
        while let Some((package, path)) = waiting.pop() {
            for (dependency, kind) in self.dependencies(package) {
                if kind == Kind::Normal && seen.insert(dependency.id.as_str()) {
                    let mut path = path.clone();
                    path.push(&dependency.name);
                    found.push((dependency, path.clone()));
                    waiting.push((dependency, path));
                }
            }
        }
        found
    }
}

/// Names and versions of what is really built. The metadata also lists optional packages that a weak feature
/// (`ring?/std`) only mentions; `cargo tree` does not.
fn built(config: &Config) -> Outcome<BTreeSet<(String, String)>> {
    let arguments = [
        "tree",
        "--workspace",
        "--locked",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = process::capture(&mut process::cargo(config, &arguments))?;
    let tree = String::from_utf8_lossy(&tree);
    let package = |line: &str| {
        let mut words = line.split_whitespace();
        let name = words.next()?.to_owned();
        Some((name, words.next()?.strip_prefix('v')?.to_owned()))
    };
    Ok(tree.lines().filter_map(package).collect())
}

fn edges_of(node: &Value) -> Option<Vec<Edge>> {
    let mut edges = Vec::new();
    for dependency in node["deps"].as_array()? {
        let to = dependency["pkg"].as_str()?;
        for kind in dependency["dep_kinds"].as_array()? {
            let kind = match kind["kind"].as_str() {
                Some("build") => Kind::Build,
                Some("dev") => Kind::Development,
                _ => Kind::Normal,
            };
            edges.push(Edge {
                to: to.to_owned(),
                kind,
            });
        }
    }
    Some(edges)
}

fn host_platform() -> Outcome<String> {
    let about = process::capture(Command::new("rustc").arg("-vV"))?;
    String::from_utf8_lossy(&about)
        .lines()
        .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
        .ok_or_else(|| Failure::new("rustc does not say which platform this is"))
}
